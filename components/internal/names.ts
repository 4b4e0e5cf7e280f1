import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { check, type Owner } from "./check";

/** What every name of a stack begins with, as `company-environment-region`. Plain values: they are part of names. */
export interface Naming {
  /** Who owns the data: 2 to 20 lowercase letters, digits or hyphens. */
  readonly company: string;
  /** Which stack it is, such as `dev` or `prod`: 2 to 12 lowercase letters or digits. */
  readonly environment: string;
  /** The AWS region, such as `eu-central-1`. */
  readonly region: string;
}

const rules = {
  company: [/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, "2 to 20 lowercase letters, digits or hyphens, a letter first"],
  environment: [/^[a-z][a-z0-9]{1,11}$/, "2 to 12 lowercase letters or digits, a letter first"],
  region: [/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, such as eu-central-1"],
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
  const parts = { company: naming.company, environment: naming.environment, region: naming.region, purpose };
  for (const [part, value] of Object.entries(parts) as [keyof typeof parts, string][]) {
    const { pattern, allowed } = nameRule(part);
    check(owner, pattern.test(value), part, value, allowed);
  }
  const name = Object.values(parts).join("-");
  check(
    owner,
    name.length <= longest,
    "company, environment, purpose",
    name,
    `a name of at most ${longest} characters`,
  );
  return name;
};

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
export const stackBuckets = ({ company, environment, region }: Naming, account: Account): pulumi.Output<string> =>
  pulumi.interpolate`arn:${account.partition}:s3:::${company}-${environment}-${region}-*`;

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
