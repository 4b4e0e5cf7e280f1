import { resourceRule } from "../../framework/rule";

/** Values that are secrets whatever they are called. */
const shapes: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  "a private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  "a GitHub token": /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/,
  "a Slack token": /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  "a Stripe key": /\b[rs]k_live_[A-Za-z0-9]{16,}/,
  "a signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a password in a URL": /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
};

const secretName =
  /(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|credentials?|(?:api|access|secret|private|signing|encryption)_?key)$/i;

/** `dbPassword` is `db_Password`. */
const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");

/** What only says where the secret is: an ARN, a path in the parameter store, a URL; or no secret at all. */
const isReference = (value: string): boolean =>
  /^(?:arn:|\/|https?:\/\/|$)/.test(value) || /^(?:true|false|\d{1,5})$/i.test(value);

const problem = (name: string, value: string): string | undefined => {
  const shape = Object.entries(shapes).find(([, pattern]) => pattern.test(value));
  if (shape !== undefined) return `holds ${shape[0]} in ${name}`;
  return secretName.test(snake(name)) && !isReference(value)
    ? `has ${name}, which looks like a secret, in plain text`
    : undefined;
};

export const rule = resourceRule(__filename, {
  what: "No secret is in a function's environment",
  why: "whoever may look at the function reads its environment: in the console, in CloudTrail, in crash reports",
  fix: "Keep it in Secrets Manager or the parameter store, give the function its ARN and the right to read it",
  controls: [],
  severity: "high",
  level: "mandatory",
  types: ["aws:lambda/function:Function"],
  parameters: {
    harmless: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of variables that look like a secret's and hold none",
    },
  },
  *check({ inputs }, { parameters: { harmless } }) {
    const environment = inputs.one("environment");
    if (environment === undefined || !environment.has("variables")) return;
    const names = environment.keys("variables").filter((name) => !harmless.includes(name));
    for (const name of names) {
      const value = environment.isKnown("variables", name) ? environment.text("variables", name) : undefined;
      const wrong = value === undefined ? undefined : problem(name, value);
      if (wrong !== undefined) yield wrong;
    }
    // Whatever is not known yet may be a secret; said once, after what is known.
    for (const name of names) environment.raw("variables", name);
  },
});
