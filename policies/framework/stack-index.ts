import { BucketView } from "../buckets/bucket-view";
import { bucketsOutside } from "../buckets/external-buckets";
import type { PackResource } from "./resource";
import { type BucketRelations, bucketType, known, ResourceIndex } from "./resource-index";

/** A stack's resources with its buckets, each with all its settings. */
export class StackIndex extends ResourceIndex implements BucketRelations {
  readonly #outside: readonly PackResource[];
  #buckets: ReadonlyMap<string, BucketView> | undefined;
  #accessLogTargets: ReadonlySet<string> | undefined;
  #replicas: ReadonlySet<string> | undefined;

  constructor(resources: readonly PackResource[]) {
    super(resources);
    this.#outside = [...bucketsOutside(resources, (name) => this.named(name, bucketType).length > 0)];
    for (const bucket of this.#outside) this.include(bucket);
  }

  get buckets(): readonly BucketView[] {
    return [...this.#bucketViews().values()];
  }

  bucket(resource: PackResource): BucketView | undefined {
    return this.#bucketViews().get(resource.urn);
  }

  /** The URNs of buckets that other buckets send their access logs to. */
  get accessLogTargets(): ReadonlySet<string> {
    this.#accessLogTargets ??= urnsOf(this.buckets, (bucket) => [bucket.logging?.target]);
    return this.#accessLogTargets;
  }

  /** The URNs of buckets that other buckets are copied to. */
  get replicas(): ReadonlySet<string> {
    this.#replicas ??= urnsOf(this.buckets, (bucket) => replicasOf(bucket, this));
    return this.#replicas;
  }

  #bucketViews(): ReadonlyMap<string, BucketView> {
    this.#buckets ??= new Map(
      [...this.ofType(bucketType), ...this.#outside].map((bucket) => [bucket.urn, new BucketView(bucket, this)]),
    );
    return this.#buckets;
  }
}

/** What each bucket says of others, but for the buckets that do not know it yet. */
const urnsOf = (
  buckets: readonly BucketView[],
  others: (bucket: BucketView) => readonly (PackResource | undefined)[],
): ReadonlySet<string> => {
  const urns = new Set<string>();
  for (const bucket of buckets) for (const other of known(() => others(bucket)) ?? []) if (other) urns.add(other.urn);
  return urns;
};

const replicasOf = (bucket: BucketView, index: StackIndex): readonly PackResource[] => {
  const replication = bucket.replication;
  if (replication === undefined) return [];
  const named = replication.destinations.flatMap((destination) =>
    index.named(known(() => destination.text("bucket")) ?? "", bucketType),
  );
  if (named.length > 0) return named;
  // In a preview the destination is not known, but what it comes from is; the source's own name is no destination.
  return ["rules", "replicationConfiguration", "replicationConfigurations"]
    .flatMap((property) => index.from(replication.from, property, bucketType).targets)
    .filter(({ urn }) => urn !== bucket.resource.urn);
};
