import { stackRule } from "../../framework/rule";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { actionCovers, hasWildcard } from "../../iam/wildcards";

/** `*`, any role of an account, or any role of a path: `arn:aws:iam::*:role/*`. */
const anyRole = (resource: string): boolean => {
  if (/^[*?]+$/.test(resource)) return true;
  const name = /^arn:[^:]*:iam::[^:]*:(.*)$/.exec(resource)?.[1];
  return name !== undefined && (/^[*?]+$/.test(name) || /^role\/(?:.*\/)?[*?]+$/.test(name));
};

export const rule = stackRule(__filename, {
  what: "Who may pass roles may pass named ones only",
  why: "whoever may pass any role to a service can run code as the most powerful one of the account",
  fix: "Name the ARNs of the roles, or a common beginning of their names, and add a condition on iam:PassedToService",
  controls: [],
  severity: "high",
  level: "mandatory",
  types: identityPolicyTypes,
  *check(resource, { index }) {
    if (isBoundaryOnly(resource, index)) return;
    for (const { name, actions = [], resources = [] } of grants(resource)) {
      // What allows all of IAM, or of AWS, is wrong for that already.
      const passes = actions.some(
        (action) =>
          actionCovers(action, "iam:PassRole") &&
          !/(^|:)[*?]+$/.test(action) &&
          !hasWildcard(action.split(":")[0] ?? ""),
      );
      const any = resources.find(anyRole);
      if (passes && any !== undefined) yield `allows iam:PassRole on ${any} in ${name}`;
    }
  },
});
