import { ownAccounts } from "../../framework/own-accounts";
import { stackRule } from "../../framework/rule";
import { textsAt } from "../../framework/texts-at";
import { accountProperties } from "../../iam/account-properties";

const shareType = "aws:ram/resourceShare:ResourceShare";

/**
 * The accounts in ids or ARNs of any service; SSM takes several in one text. AWS's own, such as that of public layers, has
 * no id there.
 */
const accountsIn = (text: string): readonly string[] =>
  text.split(",").flatMap((part) => /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(part.trim())?.[1] ?? []);

export const rule = stackRule(__filename, {
  what: "What other accounts are given, or are sent, is agreed on",
  why: "an account id is a number that nobody recognises: a grant, a copy or a subscription for a wrong one gives data away for good",
  fix: "List the account in this rule's parameter, or take it out; of a RAM share, set allowExternalPrincipals to false",
  document: {
    title: "IAM User Guide, Cross-account policy evaluation logic",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  },
  controls: [],
  severity: "medium",
  level: "advisory",
  types: [...Object.keys(accountProperties), shareType],
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the accounts that things are shared with, and of the stack's own where it does not show",
    },
  },
  *check(resource, { index, parameters: { accounts } }) {
    const { inputs, type } = resource;
    if (type === shareType) {
      if (inputs.flag("allowExternalPrincipals") === true)
        yield "may be shared with accounts outside of the organization";
      return;
    }
    const path = Object.hasOwn(accountProperties, type) ? accountProperties[type] : undefined;
    if (path === undefined) return;
    const own = new Set([...ownAccounts(resource, index), ...accounts]);
    for (const account of new Set(textsAt(inputs, path).flatMap(accountsIn)))
      if (!own.has(account))
        yield `names account ${account} by ${path}${own.size === 0 ? "; which account is its own does not show" : ""}`;
  },
});
