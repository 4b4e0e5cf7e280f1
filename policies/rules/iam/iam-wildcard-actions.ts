import { stackRule } from "../../framework/rule";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { hasWildcard } from "../../iam/wildcards";

/** Services whose every change is a change of who may do what. */
const powerful = ["iam", "organizations", "sso", "sso-directory", "identitystore", "sts"];

const readsOnly = /^(get|list|describe|generate|simulate|search)/;

/** What is wrong with one pattern of actions. */
const problem = (action: string): string | undefined => {
  const [service = "", name = service] = action.toLowerCase().split(":");
  if (/^[*?]+$/.test(service)) return "every action of every service";
  if (hasWildcard(service)) return "actions of any service whose name fits";
  if (/^[*?]+$/.test(name)) return `every action of ${service}`;
  // `s3:*t*` is nearly `s3:*`: fewer letters than a verb has name no kind of action.
  if (hasWildcard(name) && name.replace(/[*?]/g, "").length < 3) return `nearly every action of ${service}`;
  return hasWildcard(name) && powerful.includes(service) && !readsOnly.test(name)
    ? `whatever ${service} has under such a name, now or later`
    : undefined;
};

export const rule = stackRule(__filename, {
  what: "No policy allows all actions of a service",
  why: "an action such as s3:* deletes, opens and gives away as well as it reads, iam:* makes an administrator, and each new action of AWS comes along",
  fix: "List the actions that are used; IAM Access Analyzer makes the list from CloudTrail",
  controls: ["FSBP IAM.1", "FSBP IAM.21", "CIS 3.0.0 1.16", "CIS 5.0.0 1.15"],
  document: {
    title: "IAM User Guide, Security best practices in IAM",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  },
  severity: "high",
  level: "mandatory",
  types: identityPolicyTypes,
  *check(resource, { index }) {
    if (isBoundaryOnly(resource, index)) return;
    for (const { name, actions = [] } of grants(resource))
      for (const action of actions) {
        const wrong = problem(action);
        if (wrong !== undefined) yield `allows ${action} in ${name}: ${wrong}`;
      }
  },
});
