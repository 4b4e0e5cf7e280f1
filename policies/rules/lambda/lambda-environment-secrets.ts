import { resourceRule } from "../../framework/rule";
import { plainSecrets } from "../../secrets/plain-text";

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
  *check(lambda, { parameters: { harmless } }) {
    yield* plainSecrets(lambda, harmless);
  },
});
