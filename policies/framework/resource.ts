import { Values } from "./values";

/** One resource, as rules see it, whoever evaluated the program. */
export interface PackResource {
  readonly urn: string;
  /** The type token of @pulumi/aws v7, such as `aws:s3/bucketVersioning:BucketVersioning`, also for a `*V2` resource. */
  readonly type: string;
  /** The type token that the program used. */
  readonly token: string;
  /** The logical name. */
  readonly name: string;
  /** The URN of the resource that it belongs to; empty for the stack. */
  readonly parent: string;
  /** Whether the program only reads it: it belongs to somebody else, and nothing of it is this program's to set. */
  readonly external: boolean;
  /** What the program says. */
  readonly inputs: Values;
  /** What the provider says, inputs included. May lag behind the inputs, and holds what AWS filled in. */
  readonly outputs: Values;
  /** For each property, the URNs of the resources that its value came from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /**
   * Where it is: `region` is absent if neither the resource nor its provider says; `account` is the same for resources whose
   * providers say the same about the account (see {@link accountOf}).
   */
  readonly place: Values;
}

export interface ResourceFacts {
  readonly urn: string;
  readonly token: string;
  readonly name: string;
  readonly parent?: string;
  readonly inputs: unknown;
  readonly outputs?: unknown;
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  readonly region?: unknown;
  readonly account?: unknown;
  readonly external?: boolean;
}

/** What a provider's configuration says about the account that it deploys into. */
const accountSettings = [
  "accessKey",
  "allowedAccountIds",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "profile",
];

/** A text that tells accounts apart as far as the configurations of their providers do; empty where one says nothing. */
export const accountOf = (provider: Readonly<Record<string, unknown>>): string => {
  const said = accountSettings.flatMap((name) => (provider[name] === undefined ? [] : [[name, provider[name]]]));
  return said.length === 0 ? "" : JSON.stringify(said);
};

/** `aws:s3/bucketVersioningV2:BucketVersioningV2` is what v7 calls `aws:s3/bucketVersioning:BucketVersioning`. */
export const canonicalType = (token: string): string => token.replace(/^(aws:s3\/\w+)V2:(\w+)V2$/, "$1:$2");

/** A canonical type, and the older name that stands for the same. */
export const tokensOf = (type: string): readonly string[] =>
  type.startsWith("aws:s3/") ? [type, type.replace(/^(aws:s3\/\w+):(\w+)$/, "$1V2:$2V2")] : [type];

export const packResource = (facts: ResourceFacts): PackResource => {
  const inputs = new Values(facts.inputs);
  return {
    urn: facts.urn,
    type: canonicalType(facts.token),
    token: facts.token,
    name: facts.name,
    parent: facts.parent ?? "",
    external: facts.external ?? false,
    inputs,
    outputs: facts.outputs === undefined ? inputs : new Values(facts.outputs),
    sources: facts.sources ?? {},
    place: new Values({ region: facts.region, account: facts.account }),
  };
};
