import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { check, type Owner } from "./argument-errors";
import type { Naming } from "./naming";

const rules = {
  company: [/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, "2 to 20 lowercase letters, digits or hyphens, a letter first"],
  environment: [/^[a-z][a-z0-9]{1,11}$/, "2 to 12 lowercase letters or digits, a letter first"],
  // Not more than a shape: AWS adds regions, and the provider's own is what a region is compared with.
  region: [/^[a-z][a-z0-9]*(-[a-z0-9]+)*-\d+$/, "an AWS region, such as eu-central-1"],
  accountId: [/^\d{12}$/, "the 12 digits of an account"],
  purpose: [/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, "2 to 20 lowercase letters, digits or hyphens, a letter first"],
} as const;

/** The shape of one part of a name, and how to say it. */
export const nameRule = (part: keyof typeof rules): { readonly pattern: RegExp; readonly allowed: string } => ({
  pattern: rules[part][0],
  allowed: rules[part][1],
});

/**
 * The name of a resource: `company-environment-region-purpose`. Throws a `ResourceError` on `owner` for a part that
 * is malformed or a name longer than `longest`.
 */
export const resourceName = (owner: Owner, naming: Naming, purpose: string, longest = 64): string => {
  const { company, environment, region, accountId, copyOf } = naming;
  const test = (part: keyof typeof rules, value: string | undefined, argument: string = part): void => {
    const { pattern, allowed } = nameRule(part);
    check(owner, value === undefined || pattern.test(value), argument, value, allowed);
  };
  test("company", company);
  test("environment", environment);
  test("region", region);
  test("region", copyOf, "copyOf");
  test("accountId", accountId);
  test("purpose", purpose);
  const name = `${namePrefix(naming)}${purpose}`;
  check(
    owner,
    name.length <= longest,
    "company, environment, purpose",
    name,
    `a name of at most ${longest} characters`,
  );
  return name;
};

/**
 * The most characters of a physical name, by what it names (each service's own API reference: IAM `CreateRole` and
 * `CreatePolicy`, Lambda `CreateFunction`, SQS `CreateQueue`, SNS `CreateTopic`, DynamoDB `CreateTable`, EventBridge
 * `PutRule` and `CreateEventBus`, CloudWatch `PutMetricAlarm` and `PutDashboard`, CloudTrail `CreateTrail`, KMS
 * `CreateAlias`, CloudWatch Logs `CreateLogGroup`, API Gateway `CreateApi`).
 */
export const nameLimits = {
  role: 64,
  policy: 128,
  function: 64,
  queue: 80,
  topic: 256,
  table: 255,
  rule: 64,
  bus: 256,
  alarm: 255,
  dashboard: 255,
  trail: 128,
  alias: 256,
  logGroup: 512,
  api: 128,
} as const;

/** The longest name to which these suffixes can still be added, each for what it names. */
export const longestWith = (suffixes: { readonly [kind in keyof typeof nameLimits]?: string }): number =>
  Math.min(
    ...Object.entries(suffixes).map(([kind, suffix]) => nameLimits[kind as keyof typeof nameLimits] - suffix.length),
  );

/** What the names of a naming begin with. */
export const namePrefix = ({ company, environment, region, copyOf }: Naming): string =>
  [company, environment, region, ...(copyOf === undefined ? [] : [shortRegion(copyOf)]), ""].join("-");

const shortWords: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/** A region in few characters, of which no two are the same: `eu-central-1` is `euc1`. */
export const shortRegion = (region: string): string =>
  region
    .split("-")
    .map((word) => shortWords[word] ?? word)
    .join("");

/** Room that a bucket's name keeps for the account's 12 digits and a hyphen. */
const accountSuffix = 13;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const reservedPrefix = /^(xn--|sthree-|amzn-s3-demo-)/;
const reservedSuffix = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$/;

/**
 * The name of a bucket without the account's number, which follows it so that the name is unique in the world and
 * still known before deployment. Throws a `ResourceError` for what S3 would refuse.
 */
export const bucketName = (owner: Owner, naming: Naming, purpose: string): string => {
  const name = resourceName(owner, naming, purpose, 63 - accountSuffix);
  check(owner, !reservedPrefix.test(name), "company", naming.company, "a name without a prefix that S3 reserves");
  check(owner, !name.includes("--"), "company, purpose", name, "a name without '--'");
  check(owner, !reservedSuffix.test(name), "purpose", purpose, "a name without a suffix that S3 reserves");
  return name;
};

/** A bucket's whole name, which ends in the account's number. */
export const fullBucketName = (
  owner: Owner,
  account: Account,
  naming: Naming,
  purpose: string,
): pulumi.Output<string> => pulumi.interpolate`${bucketName(owner, naming, purpose)}-${account.id}`;

/** The same as an ARN, known before the bucket exists. */
export const bucketArn = (owner: Owner, account: Account, naming: Naming, purpose: string): pulumi.Output<string> =>
  pulumi.interpolate`arn:${account.partition}:s3:::${fullBucketName(owner, account, naming, purpose)}`;

/** A pattern for the ARNs of all buckets of a stack in one region. */
export const stackBuckets = (naming: Naming, account: Account): pulumi.Output<string> =>
  pulumi.interpolate`arn:${account.partition}:s3:::${namePrefix(naming)}*`;

/** The longest prefix of keys: a session's policy holds it twice, and STS takes 2,048 characters of that. */
const longestPrefix = 256;

/** Refuses what is no {@link isKeyPrefix}. */
export const checkKeyPrefix = (owner: Owner, prefix: string): void => {
  const allowed = `path segments, each ended by '/', of at most ${longestPrefix} characters in all`;
  check(owner, isKeyPrefix(prefix), "prefix", prefix, allowed);
};

/** Whether keys may live below it: segments of plain characters, each ended by `/`, none of them `.` or `..`. */
export const isKeyPrefix = (prefix: string): boolean =>
  prefix.length <= longestPrefix && /^((?!\.{1,2}\/)[\w.=@-]+\/)+$/.test(prefix);
