import { loadBalancerAccounts } from "../data/load-balancer-accounts";
import type { PackResource } from "../framework/resource";
import { accountOf } from "./audience";
import { narrows } from "./conditions";
import type { Condition, PolicyDocument, PolicyStatement } from "./document";
import { allowedByKey, keeperOf } from "./key-keeper";
import { keyPolicyTypes } from "./key-types";

/** Keys whose value is an account, an organization or its path, or an ARN with an account (IAM User Guide, "AWS global condition context keys"). */
const ofCallers = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "kms:calleraccount",
]);
const ofSources = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
]);

const keyTypes = new Set<string>(keyPolicyTypes);

/** The account or organization that a value names; undefined for an ARN without an account, such as a bucket's. */
export const ownerIn = (value: string): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value.trim())?.[1] ?? /^(\d{12}|o-[a-z0-9]+)(?:\/|$)/.exec(value.trim())?.[1];

/** An encryption context holds the ARN of what CloudWatch Logs or CloudTrail encrypts, in place of a source. */
const isContext = ({ key }: Condition): boolean => key.startsWith("kms:encryptioncontext:");

/** The accounts whose load balancers a statement lets write: their ids are in the keys of their logs. */
const balancersOf = ({ principals, resources = [] }: PolicyStatement): readonly (string | undefined)[] =>
  (principals?.service ?? []).some((service) => service.startsWith("logdelivery.elasticloadbalancing."))
    ? resources.map((arn) => /\/AWSLogs\/(\d{12})\//.exec(arn)?.[1])
    : [];

/**
 * A principal by IAM's own id, such as `AIDAEXAMPLE`: which account it is in does not show (IAM User Guide, "IAM
 * identifiers", unique identifiers).
 */
export const idsNamed = ({ principals = {} }: PolicyStatement): readonly string[] =>
  [...(principals.aws ?? []), ...(principals["*"] ?? [])].filter((one) => /^A(?:IDA|ROA)[A-Z0-9]+$/.test(one.trim()));

/** The accounts and organizations that a statement's conditions leave. The callers of a key are those of `kms-key-policy`. */
export const ownersLeft = (statement: PolicyStatement, type: string): ReadonlySet<string> => {
  const { conditions } = statement;
  const counts = ({ key }: Condition) => ofSources.has(key) || (ofCallers.has(key) && !keyTypes.has(type));
  const left = conditions
    .map((condition) => (isContext(condition) ? { ...condition, key: "aws:sourcearn" } : condition))
    .filter((condition) => counts(condition) && narrows({ ...condition, ifExists: false }))
    .flatMap(({ values }) => values.map(ownerIn));
  return new Set([...left, ...balancersOf(statement)].filter((owner) => owner !== undefined));
};

/** The accounts whose principals, or whose identity providers, a statement names. */
const namedBy = ({ principals = {} }: PolicyStatement): readonly string[] =>
  [...(principals.aws ?? []), ...(principals["*"] ?? []), ...(principals.federated ?? [])]
    .map(accountOf)
    .filter((account) => account !== undefined && /^\d{12}$/.test(account))
    .map(String);

/**
 * The same in a document. Those of a key are judged by `kms-key-policy`, but for the one that it takes for the key's own: it
 * reads the policy alone.
 */
export const accountsNamed = (
  statement: PolicyStatement,
  document: PolicyDocument,
  type: string,
): ReadonlySet<string> => {
  const named = new Set(namedBy(statement));
  if (!keyTypes.has(type)) return named;
  const keeper = keeperOf(allowedByKey(document));
  return new Set(keeper !== undefined && named.has(keeper) ? [keeper] : []);
};

/**
 * Accounts of AWS's own that its guides ask a bucket's policy to admit: those from which Elastic Load Balancing writes access
 * logs, and the one that writes billing reports (AWS Cost and Usage Report Guide, "Setting up an Amazon S3 bucket").
 */
const ofAws = new Set([...Object.values(loadBalancerAccounts), "386209384616"]);

export const isOfAws = (account: string, type: string): boolean => type.startsWith("aws:s3/") && ofAws.has(account);

/** Properties that name the resource a policy belongs to: its ARN, or a queue's URL. */
const targets = ["arn", "queueUrl", "resourceArn", "secretArn", "clusterArn", "tableBucketArn", "eventBusName"];

/**
 * The accounts that a policy's own resource shows to be its own. A statement holds for the resource it is written in only, so
 * that an ARN in `Resource` is one of the same account.
 */
export const accountsShown = ({ inputs }: PackResource, { resources = [] }: PolicyStatement): readonly string[] => {
  const named = targets.flatMap((name) => (inputs.isKnown(name) ? [inputs.text(name) ?? ""] : []));
  const owners = new Set(resources.map(ownerIn));
  const [owner] = owners;
  return [
    ...named.map((text) => /^https:\/\/[^/]+\/(\d{12})\//.exec(text)?.[1] ?? ownerIn(text)),
    owners.size === 1 ? owner : undefined,
  ].filter((account) => account !== undefined);
};
