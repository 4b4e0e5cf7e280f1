import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { trustOf } from "../../iam/trust";

/**
 * Services that say for whom they assume a role, and whose guides ask for the condition ("confused deputy"). Not
 * CloudTrail: its delivery to CloudWatch Logs stops with it.
 */
const services = [
  "application-autoscaling.amazonaws.com",
  "appsync.amazonaws.com",
  "autoscaling.amazonaws.com",
  "bedrock.amazonaws.com",
  "cloudformation.amazonaws.com",
  "datasync.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "glue.amazonaws.com",
  "greengrass.amazonaws.com",
  "lambda.amazonaws.com",
  "logs.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "personalize.amazonaws.com",
  "pipes.amazonaws.com",
  "s3.amazonaws.com",
  "sagemaker.amazonaws.com",
  "scheduler.amazonaws.com",
  "ssm.amazonaws.com",
  "states.amazonaws.com",
  "transcribe.amazonaws.com",
  "transfer.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** `logs.eu-central-1.amazonaws.com` is `logs.amazonaws.com`. */
const anyRegion = (service: string): string => service.replace(/\.[a-z]{2}(?:-[a-z]+)+-\d\./, ".");

export const rule = resourceRule(__filename, {
  what: "A trust in a service says for whom",
  why: "a service works for every customer: without a source, it can be talked into using the role for another account",
  fix: "Add a condition on aws:SourceAccount, or on aws:SourceArn with the ARN of what uses the role",
  controls: [],
  severity: "medium",
  level: "advisory",
  types: ["aws:iam/role:Role"],
  parameters: {
    services: {
      type: "array",
      items: { type: "string" },
      default: services,
      description: "The services that give aws:SourceAccount and aws:SourceArn when they assume a role",
    },
  },
  *check(role, { parameters }) {
    for (const { narrowed, services: trusted, statement } of audiences(trustOf(role))) {
      if (narrowed) continue;
      for (const service of trusted.map(anyRegion))
        if (parameters.services.includes(service)) yield `trusts ${service} for any account in ${statement.name}`;
    }
  },
});
