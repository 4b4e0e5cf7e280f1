import { stackRule } from "../../framework/rule";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { actionCovers, hasWildcard } from "../../iam/wildcards";

/** Fewer letters than this tell no role from another: `role/*a*` is nearly every role. */
const telling = 3;

/** `*`, any role of an account, or any role of a path: `arn:aws:iam::*:role/*`. */
const anyRole = (resource: string): boolean => {
  if (!hasWildcard(resource)) return false;
  const [scheme = "", , service = "", , , ...rest] = resource.split(":");
  if (hasWildcard(scheme) || hasWildcard(service) || service === "") return true;
  if (service !== "iam") return false;
  const name = rest.join(":");
  // A wildcard may stand for colons too: `arn:aws:iam::*` goes on for as long as it likes.
  if (!name.startsWith("role/")) return name === "" || hasWildcard(name.slice(0, "role/".length));
  const own = name.slice(name.lastIndexOf("/") + 1);
  return hasWildcard(own) && own.replace(/[*?]/g, "").length < telling;
};

export const rule = stackRule(__filename, {
  what: "Who may pass roles may pass named ones only",
  why: "whoever may pass any role to a service can run code as the most powerful one of the account",
  fix: "Name the ARNs of the roles, or a common beginning of their names, and add a condition on iam:PassedToService",
  controls: [],
  document: {
    title: "IAM User Guide, Grant a user permissions to pass a role to an AWS service",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  },
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
