import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { narrows } from "../../iam/conditions";
import type { PolicyStatement } from "../../iam/document";
import { trustOf } from "../../iam/trust";

/** Services that say for whom they assume a role, and whose guides ask for the condition ("confused deputy"). */
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
  "sagemaker.amazonaws.com",
  "scheduler.amazonaws.com",
  "ssm.amazonaws.com",
  "states.amazonaws.com",
  "transcribe.amazonaws.com",
  "transfer.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/**
 * Services that are not documented to say so. A condition that also holds without the key is enough for them: one that
 * wants it would stop S3's replication, and CloudTrail's delivery to CloudWatch Logs (prowler #4714), if they are silent.
 */
const silent = ["chatbot.amazonaws.com", "cloudtrail.amazonaws.com", "s3.amazonaws.com"];

/** `logs.eu-central-1.amazonaws.com` is `logs.amazonaws.com`. */
const anyRegion = (service: string): string => service.replace(/\.[a-z]+(?:-[a-z]+)+-\d+\./, ".");

/** Whether a condition holds for named sources only, or for a request that does not say its source. */
const narrowsWhereSaid = ({ conditions }: PolicyStatement): boolean =>
  conditions.some((condition) => narrows({ ...condition, ifExists: false }));

export const rule = resourceRule(__filename, {
  what: "A trust in a service says for whom",
  why: "a service works for every customer: without a source, it can be talked into using the role for another account",
  fix: "Add a condition on aws:SourceAccount, or on aws:SourceArn with the ARN of what uses the role; for services that may not send them, with an operator that ends in IfExists",
  controls: [],
  document: {
    title: "IAM User Guide, AWS global condition context keys",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  },
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
    silent: {
      type: "array",
      items: { type: "string" },
      default: silent,
      description: "The services that may not give them; a condition with IfExists is enough for these",
    },
  },
  *check(role, { parameters }) {
    for (const { narrowed, services: trusted, statement } of audiences(trustOf(role))) {
      if (narrowed) continue;
      const whereSaid = narrowsWhereSaid(statement);
      for (const service of trusted.map(anyRegion))
        if (parameters.services.includes(service) || (parameters.silent.includes(service) && !whereSaid))
          yield `trusts ${service} for any account in ${statement.name}`;
    }
  },
});
