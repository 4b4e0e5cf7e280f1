import { ownAccounts } from "../../framework/own-accounts";
import { bucketRule } from "../../framework/rule";
import { type Audience, audiences } from "../../iam/audience";
import { narrows } from "../../iam/conditions";
import type { Condition } from "../../iam/document";
import { everyTextOf, intersects } from "../../iam/glob-sets";

/** What FSBP S3.6 lists (AWS Security Hub User Guide, "S3.6"; AWS Config, `s3-bucket-blacklisted-actions-prohibited`). */
const listed = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

const idsIn = (values: readonly string[]): readonly string[] =>
  values.map((value) => /^(?:arn:[^:]*:(?:iam|sts|s3):[^:]*:)?(\d{12})(?::|$)/.exec(value)?.[1] ?? value);

/**
 * Keys that leave principals of the accounts that they name. What comes through an access point of the bucket's own
 * account is for that access point's policy to admit: S3 documents a policy that delegates all actions to them (Amazon S3
 * User Guide, "Configuring IAM policies for using access points": delegating access control to access points).
 */
const accountKeys = ["aws:principalaccount", "aws:principalarn", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"];

/** Whether a condition leaves principals, or access points, of these accounts only. */
const keepsTo = (condition: Condition, own: ReadonlySet<string>): boolean =>
  accountKeys.includes(condition.key) && narrows(condition) && idsIn(condition.values).every((id) => own.has(id));

/** Whom a statement names, in words: accounts, and whoever is not known by one. */
const named = ({ statement, accounts }: Audience): readonly string[] => {
  const { principals, notPrincipals } = statement;
  const anyone = [...(principals?.aws ?? []), ...(principals?.["*"] ?? [])].includes("*");
  return [
    ...(anyone || notPrincipals !== undefined ? ["everyone"] : []),
    ...new Set(accounts.map((account) => `account ${account}`)),
    ...((principals?.canonicaluser ?? []).length > 0 ? ["a canonical user"] : []),
  ];
};

export const rule = bucketRule(__filename, {
  what: "No bucket's policy lets another account change who may do what in it",
  why: "whoever may write the policy, an ACL or the encryption can give the rest to anyone, whatever else the policy says",
  fix: "Take the actions that FSBP S3.6 lists from the statement; put accounts of your own into this rule's parameter",
  controls: ["FSBP S3.6"],
  document: {
    title: "AWS Security Hub User Guide, Security Hub controls for Amazon S3",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
  },
  severity: "high",
  level: "mandatory",
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of accounts that may do it, and of the bucket's own where the stack does not show it",
    },
    actions: {
      type: "array",
      items: { type: "string" },
      default: listed,
      description: "The actions that no other account may have",
    },
  },
  *check(bucket, { index, parameters: { accounts, actions } }) {
    const { policy } = bucket;
    if (policy === undefined) return;
    const own = new Set([...ownAccounts(bucket.resource, index), ...accounts]);
    for (const audience of audiences(policy)) {
      const { statement } = audience;
      const given = actions.filter((action) => mayCover(statement, action));
      if (given.length === 0 || statement.conditions.some((condition) => keepsTo(condition, own))) continue;
      for (const who of named(audience))
        if (!own.has(who.replace(/^account /, "")))
          yield {
            message: `lets ${who} do ${given.join(", ")} in ${statement.name}${own.size === 0 ? "; which account is the bucket's own does not show" : ""}`,
            at: policy.from,
          };
    }
  },
});

/** Whether a statement is about an action, or about one that a listed pattern covers. */
const mayCover = ({ actions = [], notActions }: Audience["statement"], action: string): boolean => {
  const meant = action.toLowerCase();
  return notActions === undefined
    ? actions.some((given) => intersects(given.toLowerCase(), meant))
    : !everyTextOf(meant, [{ fits: notActions.map((spared) => spared.toLowerCase()) }]);
};
