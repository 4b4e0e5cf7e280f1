/** A resource of a fixture. Its label is the last part of its type and its name: `Bucket main`. */
export interface Fixture {
  /** The full type token. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Side resources that v6 called `*V2`. */
const renamed = [
  "BucketAcl",
  "BucketCorsConfiguration",
  "BucketLifecycleConfiguration",
  "BucketLogging",
  "BucketObjectLockConfiguration",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
  "BucketWebsiteConfiguration",
];

/** A stack as a program for @pulumi/aws v6 makes it. */
export const asV2 = (fixtures: readonly Fixture[]): Fixture[] =>
  fixtures.map((fixture) => {
    const kind = fixture.type.split(":").at(-1) ?? "";
    if (!fixture.type.startsWith("aws:s3/") || !(kind === "Bucket" || renamed.includes(kind))) return fixture;
    return { ...fixture, type: fixture.type.replace(/^(aws:s3\/\w+):(\w+)$/, "$1V2:$2V2") };
  });

type Inputs = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Inputs => (typeof value === "object" && value !== null ? (value as Inputs) : {});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A lifecycle rule as the inline block has it; what is not known stays so. */
const inlineRule = (rule: unknown): unknown => {
  if (typeof rule !== "object" || rule === null) return rule;
  const { status, abortIncompleteMultipartUpload: abort, noncurrentVersionExpiration: expiry, filter } = fields(rule);
  return {
    enabled: typeof status === "string" ? status === "Enabled" : status,
    ...(fields(filter).prefix === undefined ? {} : { prefix: fields(filter).prefix }),
    ...(abort === undefined ? {} : { abortIncompleteMultipartUploadDays: fields(abort).daysAfterInitiation }),
    ...(expiry === undefined ? {} : { noncurrentVersionExpiration: { days: fields(expiry).noncurrentDays } }),
  };
};

/** The inline block of the bucket that stands for a side resource. */
const inline: Readonly<Record<string, (inputs: Inputs) => Inputs>> = {
  BucketAcl: ({ acl, accessControlPolicy }) => ({
    ...(acl === undefined ? {} : { acl }),
    ...(accessControlPolicy === undefined
      ? {}
      : {
          grants: listOf(fields(accessControlPolicy).grants).map((grant) => ({
            type: "Group",
            permissions: [fields(grant).permission],
            ...fields(fields(grant).grantee),
          })),
        }),
  }),
  BucketCorsConfiguration: ({ corsRules }) => ({ corsRules }),
  BucketLifecycleConfiguration: ({ rules }) => ({
    lifecycleRules: Array.isArray(rules) ? rules.map(inlineRule) : rules,
  }),
  BucketLogging: ({ targetBucket }) => ({ logging: { targetBucket } }),
  BucketObjectLockConfiguration: ({ rule }) => ({ objectLockConfiguration: { objectLockEnabled: "Enabled", rule } }),
  BucketPolicy: ({ policy }) => ({ policy }),
  BucketReplicationConfig: ({ role, rules }) => ({ replicationConfiguration: { role, rules } }),
  BucketServerSideEncryptionConfiguration: ({ rules }) => ({
    serverSideEncryptionConfiguration: Array.isArray(rules) ? { rule: rules[0] } : rules,
  }),
  BucketVersioning: ({ versioningConfiguration: versioning }) => {
    const { status } = fields(versioning);
    return {
      versioning:
        typeof versioning === "symbol"
          ? versioning
          : { enabled: typeof status === "string" ? status === "Enabled" : (status ?? false) },
    };
  },
  BucketWebsiteConfiguration: ({ indexDocument }) => ({ website: { indexDocument: fields(indexDocument).suffix } }),
};

const kindOf = ({ type }: Fixture): string => type.split(":").at(-1) ?? "";

/** A stack whose buckets have inline blocks in place of the side resources of the same name, where there are such. */
export const asInline = (fixtures: readonly Fixture[]): Fixture[] => {
  const movable = (fixture: Fixture): boolean =>
    inline[kindOf(fixture)] !== undefined &&
    fixtures.some((other) => other.type === "aws:s3/bucket:Bucket" && other.name === fixture.name);
  return fixtures
    .filter((fixture) => !movable(fixture))
    .map((fixture) => {
      if (fixture.type !== "aws:s3/bucket:Bucket") return fixture;
      const blocks = fixtures
        .filter((side) => side.name === fixture.name && movable(side))
        .map((side) => inline[kindOf(side)]?.(side.inputs));
      return { ...fixture, inputs: Object.assign({}, fixture.inputs, ...blocks) as Inputs };
    });
};

/** The label of the resource that a setting belongs to in the inline shape. */
export const inlineOnly = (label: string): string => {
  const [kind = "", name = ""] = label.split(" ");
  return inline[kind] === undefined ? label : `Bucket ${name}`;
};
