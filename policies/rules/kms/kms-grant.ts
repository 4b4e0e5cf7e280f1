import { ownAccounts } from "../../framework/own-accounts";
import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import { accountOf } from "../../iam/audience";
import { onlyLooks } from "../../iam/key-actions";

/** Operations that show what is encrypted, or that sign in the key's name. */
const isPowerful = (operation: string): boolean =>
  !onlyLooks(`kms:${operation}`) && !/^(?:Verify|VerifyMac|RetireGrant)$/.test(operation);

/** The operations that an encryption context can limit (AWS KMS API Reference, "GrantConstraints"). */
const isConstrained = ({ inputs }: PackResource): boolean =>
  inputs
    .many("constraints")
    .some((one) => one.keys("encryptionContextEquals").length + one.keys("encryptionContextSubset").length > 0);

/** A role that only one AWS service can assume, such as Auto Scaling's, whose guide asks for CreateGrant. */
const isOfService = (principal: string): boolean => /^arn:[^:]*:iam::\d{12}:role\/aws-service-role\//.test(principal);

const isWholeAccount = (principal: string): boolean => /^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);

export const rule = stackRule(__filename, {
  what: "Grants of KMS keys are for named principals of this account, and cannot be passed on",
  why: "a grant gives the key to somebody beside its policy: another account can read with it, and CreateGrant gives it to others",
  fix: "Name one role of this account in granteePrincipal, and leave CreateGrant out or add constraints; list a further account in this rule's parameter",
  document: {
    title: "AWS KMS Developer Guide, Grants in AWS KMS",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
  },
  controls: [],
  severity: "high",
  level: "mandatory",
  types: ["aws:kms/grant:Grant"],
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Ids of further accounts that grants may name, and of the key's own where the stack does not show it",
    },
  },
  *check(grant, { index, parameters: { accounts } }) {
    const { inputs } = grant;
    const own = new Set([...ownAccounts(grant, index), ...accounts]);
    const operations = inputs.texts("operations");
    for (const property of ["granteePrincipal", "retiringPrincipal"]) {
      const principal = (inputs.text(property) ?? "").trim();
      const account = accountOf(principal);
      if (
        account !== undefined &&
        !own.has(account) &&
        (property === "retiringPrincipal" || operations.some(isPowerful))
      )
        yield `names account ${account} as ${property}${own.size === 0 ? "; which account is the key's own does not show" : ""}`;
    }
    const grantee = (inputs.text("granteePrincipal") ?? "").trim();
    if (isWholeAccount(grantee) && operations.some(isPowerful))
      yield `gives the whole of ${grantee} ${operations.join(", ")}`;
    if (operations.includes("CreateGrant") && !isOfService(grantee) && !isConstrained(grant))
      yield "lets its grantee pass the key on by CreateGrant, under no constraint";
  },
});
