import { resourceRule } from "../../framework/rule";
import { secretIn } from "../../secrets/variables";

export const rule = resourceRule(__filename, {
  what: "No secret is in a function's environment",
  why: "whoever may look at the function reads its environment: in the console, in CloudTrail, in crash reports",
  fix: "Keep it in Secrets Manager or the parameter store, give the function its ARN and the right to read it",
  controls: [],
  document: {
    title: "AWS Lambda Developer Guide, Working with Lambda environment variables",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  },
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
      const wrong = value === undefined ? undefined : secretIn(name, value);
      if (wrong !== undefined) yield wrong;
    }
    // Whatever is not known yet may be a secret; said once, after what is known.
    for (const name of names) environment.raw("variables", name);
  },
});
