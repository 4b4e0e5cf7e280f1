import { stackRule } from "../../framework/rule";
import { peopleIn, roleType, samlIn, trustOf } from "../../iam/trust";

export const rule = stackRule(__filename, {
  what: "Sessions of people are short",
  why: "a session goes on after the laptop is lost or the person has left, until it ends by itself",
  fix: "Set maxSessionDuration to 3600, which is the default; clients renew a session without asking",
  controls: [],
  document: {
    title: "IAM User Guide, Update settings for a role",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html",
  },
  severity: "medium",
  level: "advisory",
  types: [roleType],
  parameters: {
    seconds: {
      type: "integer",
      default: 3600,
      minimum: 3600,
      maximum: 43200,
      description: "The longest session of a role that people assume, in seconds",
    },
    machines: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "ARNs, with * for any text, of users and roles outside of the stack in which no person works",
    },
  },
  *check(role, { index, parameters: { seconds, machines } }) {
    const longest = role.inputs.number("maxSessionDuration") ?? 3600;
    if (longest >= 3600 && longest <= seconds) return;
    const trust = trustOf(role);
    const [person] = [...peopleIn(trust, { index, machines })].map(({ principal }) => principal);
    const who = person ?? samlIn(trust)[0];
    if (who !== undefined) yield `gives ${who} sessions of ${longest} seconds; at most ${seconds} are allowed`;
  },
});
