import type { PackResource } from "./resource";
import { NotKnownYet } from "./values";

/** What a join found: the targets, and whether the value could stand for others that are not known yet. */
export interface Joined {
  readonly targets: readonly PackResource[];
  readonly certain: boolean;
}

export const bucketType = "aws:s3/bucket:Bucket";

/** Resources, joined once for all rules. Every question costs the same however many resources there are. */
export class ResourceIndex {
  readonly #byUrn: ReadonlyMap<string, PackResource>;
  readonly #byType = new Map<string, PackResource[]>();
  readonly #children = new Map<string, PackResource[]>();
  readonly #identities = new Map<string, PackResource[]>();
  readonly #reverse = new Map<string, ReadonlyMap<string, readonly PackResource[]>>();
  readonly #strays = new Map<string, boolean>();

  constructor(readonly resources: readonly PackResource[]) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      push(this.#byType, resource.type, resource);
      push(this.#children, resource.parent, resource);
      for (const identity of identitiesOf(resource)) push(this.#identities, identity, resource);
    }
  }

  /** Makes a resource that the program does not make known by its name, id and ARN. */
  protected include(resource: PackResource): void {
    for (const identity of identitiesOf(resource)) push(this.#identities, identity, resource);
  }

  byUrn(urn: string): PackResource | undefined {
    return this.#byUrn.get(urn);
  }

  /** The resources of these types, whichever of their names the program uses. */
  ofType(...types: readonly string[]): readonly PackResource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resources of these types that a name, an id or an ARN stands for. */
  named(identity: string, ...types: readonly string[]): readonly PackResource[] {
    return (this.#identities.get(identity) ?? []).filter(({ type }) => types.includes(type));
  }

  /**
   * The resources of these types that a property's value comes from: by names, ids and ARNs where the value is known, and
   * by the property's dependencies, which hold in a preview too. A known name wins: it is what AWS is given, whatever else
   * it was computed from.
   */
  from(resource: PackResource, property: string, ...types: readonly string[]): Joined {
    const candidates = this.#sourcesOf(resource, property, types, new Set());
    if (!resource.inputs.isKnown(property)) return { targets: candidates, certain: candidates.length === 1 };
    const value = resource.inputs.raw(property);
    if (typeof value !== "string") return { targets: candidates, certain: candidates.length <= 1 };
    const named = this.named(value, ...types);
    const both = named.filter((one) => candidates.includes(one));
    if (named.length > 0) return { targets: both.length > 0 ? both : named, certain: true };
    const possible = candidates.filter((candidate) => !isOtherBucket(candidate, value));
    return { targets: possible, certain: possible.length <= 1 };
  }

  /** The resources of a type whose property comes from the target; the inverse of {@link from}. */
  pointingTo(target: PackResource, type: string, property: string): readonly PackResource[] {
    const key = `${type} ${property} ${target.type}`;
    let inverse = this.#reverse.get(key);
    if (inverse === undefined) {
      const made = new Map<string, PackResource[]>();
      for (const resource of this.ofType(type))
        for (const { urn } of this.from(resource, property, target.type).targets) push(made, urn, resource);
      this.#reverse.set(key, made);
      inverse = made;
    }
    return inverse.get(target.urn) ?? [];
  }

  /** Whether a resource of a type is there whose property comes from nobody knows where. */
  strays(type: string, property: string, target: string): boolean {
    const key = `${type} ${property} ${target}`;
    let stray = this.#strays.get(key);
    if (stray === undefined) {
      stray = this.ofType(type).some((resource) => {
        const { targets, certain } = this.from(resource, property, target);
        return !certain && targets.length !== 1;
      });
      this.#strays.set(key, stray);
    }
    return stray;
  }

  /** What a component is made of, at any depth. */
  descendants(urn: string): readonly PackResource[] {
    return (this.#children.get(urn) ?? []).flatMap((child) => [child, ...this.descendants(child.urn)]);
  }

  #sourcesOf(
    resource: PackResource,
    property: string,
    types: readonly string[],
    seen: Set<string>,
  ): readonly PackResource[] {
    const found = new Set<PackResource>();
    for (const urn of resource.sources[property] ?? []) {
      const source = this.#byUrn.get(urn);
      if (source === undefined || seen.has(urn)) continue;
      seen.add(urn);
      if (types.includes(source.type)) found.add(source);
      else {
        // `versioning.bucket` names its bucket as well as `bucket.id` does; a component stands for its one child.
        const further = this.#sourcesOf(source, property, types, seen);
        for (const one of further.length > 0 ? further : this.#onlyChild(urn, types)) found.add(one);
      }
    }
    return [...found];
  }

  #onlyChild(urn: string, types: readonly string[]): readonly PackResource[] {
    const inside = this.descendants(urn).filter(({ type }) => types.includes(type));
    return inside.length === 1 ? inside : [];
  }
}

/** What else is asked about the buckets among the resources. */
export interface BucketRelations extends ResourceIndex {
  /** The URNs of buckets that other buckets send their access logs to. */
  readonly accessLogTargets: ReadonlySet<string>;
  /** The URNs of buckets that other buckets are copied to. */
  readonly replicas: ReadonlySet<string>;
}

const push = <K>(map: Map<K, PackResource[]>, key: K, resource: PackResource): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [resource]);
  else list.push(resource);
};

/** The texts that a program may write in place of a reference. */
const identitiesOf = ({ type, inputs, outputs }: PackResource): ReadonlySet<string> => {
  const texts = ["id", "arn", "name", "keyId", "url"].map((name) => known(() => outputs.text(name)));
  if (type === bucketType) {
    const bucket = known(() => inputs.text("bucket")) ?? known(() => outputs.text("bucket"));
    if (bucket !== undefined) texts.push(bucket, `arn:aws:s3:::${bucket}`);
  } else texts.push(known(() => inputs.text("name")));
  return new Set(texts.flatMap((text) => (text ? [text] : [])));
};

/** Whether a text names a bucket by name or ARN, and another one than this, whose name is known. */
const isOtherBucket = (candidate: PackResource, text: string): boolean => {
  if (candidate.type !== bucketType || /\.amazonaws\.com(\.cn)?$/.test(text)) return false;
  const name = /^(?:arn:[^:]*:s3:::)?([a-z0-9][a-z0-9._-]*)(?:\/.*)?$/i.exec(text)?.[1];
  const identities = identitiesOf(candidate);
  return name !== undefined && identities.size > 0 && !identities.has(name);
};

/** What a reader answers; undefined where it is not known yet. */
export const known = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotKnownYet) return undefined;
    throw error;
  }
};
