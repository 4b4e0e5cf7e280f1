/**
 * Which services give aws:SourceAccount and aws:SourceArn when they assume a role. No package has them, and AWS has no
 * page for all services.
 *
 * Collected by hand, as of 2026-11-27, from each service's guide, the page "Cross-service confused deputy prevention" or that of its
 * service role; for the silent ones Amazon S3 User Guide, "Setting up permissions for live replication", AWS CloudTrail
 * User Guide, "Role policy document for CloudTrail to use CloudWatch Logs", and prowler #4714.
 */
export const servicesThatSaySource: readonly string[] = [
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
 * wants it would stop S3's replication, and CloudTrail's delivery to CloudWatch Logs, if they are silent.
 */
export const servicesThatMayNot: readonly string[] = [
  "chatbot.amazonaws.com",
  "cloudtrail.amazonaws.com",
  "s3.amazonaws.com",
];
