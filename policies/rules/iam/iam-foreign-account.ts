import { ownAccounts } from "../../framework/own-accounts";
import { stackRule } from "../../framework/rule";
import { NotKnownYet } from "../../framework/values";
import { accountsNamed, accountsShown, idsNamed, isOfAws, ownerIn, ownersLeft } from "../../iam/foreign-accounts";
import { documentsOf, resourcePolicyTypes } from "../../iam/resource-documents";

/** Resources that add one statement to a policy, and where they say for whom (each one's API reference). */
const statements: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventPermission:EventPermission": ["principal"],
  "aws:lambda/layerVersionPermission:LayerVersionPermission": ["principal"],
  "aws:lambda/permission:Permission": ["principal", "sourceAccount", "sourceArn"],
};

export const rule = stackRule(__filename, {
  what: "No policy lets in an account that nobody agreed on",
  why: "an account id is a number that nobody recognises: whoever owns a wrong one may read, write or take the role from now on, and a service may do it for them",
  fix: "Correct the id, or list the account in this rule's parameter",
  controls: [],
  document: {
    title: "IAM User Guide, IAM Access Analyzer findings",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",
  },
  severity: "high",
  level: "mandatory",
  types: [...resourcePolicyTypes, ...Object.keys(statements)],
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the accounts that may be let in, and of the stack's own where it does not show",
    },
  },
  *check(resource, { index, parameters: { accounts } }) {
    const { inputs, type } = resource;
    const own = new Set([...ownAccounts(resource, index), ...accounts]);
    let undecided = false;
    const foreign = function* (found: Iterable<string>, shown: readonly string[] = []): Generator<string> {
      for (const account of found) {
        if (!/^\d{12}$/.test(account) || own.has(account) || shown.includes(account) || isOfAws(account, type))
          continue;
        if (own.size + shown.length > 0) yield account;
        else undecided = true;
      }
    };
    for (const { path, document } of documentsOf(resource))
      for (const statement of document.statements) {
        const { effect, name, principals, notPrincipals } = statement;
        if (effect !== "Allow" || (principals ?? notPrincipals) === undefined) continue;
        const shown = accountsShown(resource, statement);
        const named = accountsNamed(statement, document, type);
        for (const account of foreign(named, shown)) yield `lets in account ${account} by ${path} in ${name}`;
        for (const id of idsNamed(statement)) yield `lets in ${id}, whose account does not show, by ${path} in ${name}`;
        for (const account of foreign(ownersLeft(statement, type), shown))
          if (!named.has(account)) yield `lets in account ${account} by a condition in ${name}`;
      }
    for (const property of Object.hasOwn(statements, type) ? (statements[type] ?? []) : [])
      for (const account of foreign([ownerIn(inputs.text(property) ?? "") ?? ""]))
        yield `lets in account ${account} by ${property}`;
    if (undecided) throw new NotKnownYet("which account is its own");
  },
});
