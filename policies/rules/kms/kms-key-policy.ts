import { resourceRule } from "../../framework/rule";
import { readPolicy } from "../../iam/document";
import { allowedByKey, keeperOf } from "../../iam/key-keeper";
import { keyPolicyTypes } from "../../iam/key-types";

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
    const allowed = allowedByKey(readPolicy(inputs.whole("policy")));
    const own = keeperOf(allowed);
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
