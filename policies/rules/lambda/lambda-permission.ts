import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";
import { narrows } from "../../iam/conditions";

/** Whether the ARN of a source is one that somebody named, down to its account. */
const isNamed = (arn: string): boolean =>
  narrows({ operator: "arnlike", ifExists: false, qualifier: undefined, key: "aws:sourcearn", values: [arn] });

/** An account by its id: `*` is every account. */
const isAccount = (inputs: Values): boolean => /^\d{12}$/.test(inputs.text("sourceAccount") ?? "");

const isOrganization = (inputs: Values): boolean => /^o-[a-z0-9]{10,32}$/.test(inputs.text("principalOrgId") ?? "");

/** What is wrong with a service's permission. */
const serviceProblem = (service: string, inputs: Values): string | undefined => {
  if (isAccount(inputs) || inputs.has("eventSourceToken") || isOrganization(inputs)) return undefined;
  const source = inputs.text("sourceArn");
  if (source === undefined) return `lets ${service} call the function for any account`;
  if (!isNamed(source)) return `lets ${service} call the function for any source like ${source}`;
  return /^arn:[^:]*:s3:::/.test(source)
    ? `lets a bucket of any account call the function, should ${source} ever have another owner`
    : undefined;
};

export const rule = resourceRule(__filename, {
  what: "A function's permissions say who calls, and for whom",
  why: "a service without a source calls on behalf of any customer, and * is everybody with an AWS account",
  fix: "Name a principal, and for a service sourceArn; for a bucket sourceAccount too, as its ARN holds no account",
  controls: ["FSBP Lambda.1"],
  document: {
    title: "AWS Lambda Developer Guide, Granting Lambda function access to AWS services",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:lambda/permission:Permission"],
  *check({ inputs }) {
    const principal = (inputs.text("principal") ?? "").trim();
    if (/^(?:\*|arn:[^:]*:iam::\*:.*)$/.test(principal)) {
      if (!isOrganization(inputs)) yield "lets everyone call the function";
    } else if (/\.amazon(?:aws)?\.com(?:\.cn)?$/.test(principal)) {
      const wrong = serviceProblem(principal, inputs);
      if (wrong !== undefined) yield wrong;
    }
  },
});
