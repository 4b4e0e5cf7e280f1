import { resourceRule } from "../../framework/rule";
import { type Audience, audiences, coversAction } from "../../iam/audience";
import { readPolicy } from "../../iam/document";
import { keyPolicyTypes } from "../../iam/key-types";

/** Actions that only look at a key: a statement on these alone lets nobody read. */
const looking = /^kms:(?:describe|list|get)[a-z*]*$/i;

const matters = ({ statement: { actions = [], notActions } }: Audience): boolean =>
  notActions !== undefined || actions.some((action) => !looking.test(action));

/** The key's own account: the one that may change the policy, if that is one. */
const ownAccount = (allowed: readonly Audience[]): string | undefined => {
  const keepers = new Set(
    allowed
      .filter(({ statement, narrowed }) => !narrowed && coversAction(statement, "kms:PutKeyPolicy"))
      .flatMap(({ accounts }) => accounts),
  );
  const all = new Set(allowed.flatMap(({ accounts }) => accounts));
  const [own] = keepers.size === 1 ? keepers : all.size === 1 ? all : [];
  return own;
};

export const rule = resourceRule(__filename, {
  what: "Key policies admit this account's principals and named services",
  why: "a key that everyone, or another account, may use protects nothing from them, whatever the bucket's policy says",
  fix: "Name the account's root or roles, with kms:CallerAccount or kms:ViaService; list a further account in this rule's parameter",
  controls: ["FSBP KMS.5"],
  document: {
    title: "AWS KMS Developer Guide, Allowing users in other accounts to use a KMS key",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  },
  severity: "critical",
  level: "mandatory",
  types: keyPolicyTypes,
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Ids of further accounts and organizations that may use keys, and of the key's own account where its policy does not tell",
    },
  },
  *check({ inputs }, { parameters: { accounts } }) {
    if (!inputs.has("policy")) return;
    const allowed = audiences(readPolicy(inputs.whole("policy"))).filter(matters);
    const own = ownAccount(allowed);
    for (const { everyone, accounts: named, leaves, statement } of allowed) {
      if (everyone) yield `admits everyone in ${statement.name}`;
      for (const organization of new Set(leaves.organizations))
        if (!accounts.includes(organization)) yield `admits organization ${organization} in ${statement.name}`;
      for (const account of new Set([...named, ...leaves.accounts]))
        if (account !== own && /^\d{12}$/.test(account) && !accounts.includes(account))
          yield `admits account ${account} in ${statement.name}${own === undefined ? "; which account is the key's own does not show" : ""}`;
    }
  },
});
