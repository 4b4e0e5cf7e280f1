import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Function URLs ask who calls",
  why: "a URL without authorisation runs the function for anyone who finds it, at the account's cost",
  fix: "Set authorizationType to AWS_IAM, or put an API with an authorizer, or CloudFront, in front",
  controls: ["FSBP Lambda.1"],
  document: {
    title: "AWS Lambda Developer Guide, Control access to Lambda function URLs",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  *check({ inputs }) {
    const type = inputs.text("authorizationType");
    if (type !== "AWS_IAM") yield `answers anyone: its authorizationType is ${type ?? "not set"}`;
  },
});
