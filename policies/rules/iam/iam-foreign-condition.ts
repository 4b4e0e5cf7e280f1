import { ownAccounts } from "../../framework/own-accounts";
import { stackRule } from "../../framework/rule";
import { narrows } from "../../iam/conditions";
import { type Condition, readPolicy } from "../../iam/document";
import { keyPolicyTypes } from "../../iam/key-types";

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
const ownerIn = (value: string): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1] ?? /^(\d{12}|o-[a-z0-9]+)(?:\/|$)/.exec(value)?.[1];

/** Whom a condition leaves. The callers of a key are those of `kms-key-policy`. */
const leftBy = (condition: Condition, type: string): readonly string[] => {
  const { key, values } = condition;
  const counts = ofSources.has(key) || (ofCallers.has(key) && !keyTypes.has(type));
  return counts && narrows({ ...condition, ifExists: false })
    ? values.map(ownerIn).filter((owner) => owner !== undefined)
    : [];
};

export const rule = stackRule(__filename, {
  what: "Conditions of a bucket's, queue's, topic's or key's policy leave one's own accounts and organization",
  why: "a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceAccount looks narrow, and lets in whoever has the id that it names: a foreign one is a stranger's",
  fix: "Correct the id, or list the organization or the account in this rule's parameter own",
  document: {
    title: "IAM User Guide, AWS global condition context keys",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  },
  controls: [],
  severity: "medium",
  level: "advisory",
  types: [
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    ...keyPolicyTypes,
  ],
  parameters: {
    own: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the team's organization (o-…), and of its accounts that the stack does not show",
    },
  },
  *check(resource, { index, parameters: { own } }) {
    if (!resource.inputs.has("policy")) return;
    const ours = new Set([...ownAccounts(resource, index), ...own]);
    // In a preview no ARN shows the account yet: only organizations can be told then.
    const isTold = (owner: string) => owner.startsWith("o-") || [...ours].some((one) => /^\d{12}$/.test(one));
    for (const { effect, conditions, name } of readPolicy(resource.inputs.whole("policy")).statements) {
      if (effect !== "Allow") continue;
      for (const owner of new Set(conditions.flatMap((condition) => leftBy(condition, resource.type))))
        if (!ours.has(owner) && isTold(owner))
          yield `lets in ${owner.startsWith("o-") ? "organization" : "account"} ${owner} by a condition in ${name}`;
    }
  },
});
