import { type Audience, coversAction } from "./audience";
import { narrows } from "./conditions";
import type { Condition, PolicyStatement } from "./document";
import { keyPolicyTypes } from "./key-types";

/** Keys by which a service says for whom it calls (IAM User Guide, "The confused deputy problem"). */
const sourceKeys = new Set([
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  // SNS's own name for the account; only CloudWatch and S3 give it.
  "aws:sourceowner",
]);

/** An encryption context that holds an ARN of one account: CloudWatch Logs and CloudTrail give it in place of a source. */
const isNamedContext = ({ operator, key, values, ifExists, qualifier }: Condition): boolean =>
  key.startsWith("kms:encryptioncontext:") && narrows({ operator, key: "aws:sourcearn", values, ifExists, qualifier });

/** The token by which Alexa says for which skill it calls a function (Lambda API Reference, "AddPermission"). */
const isToken = (condition: Condition): boolean =>
  condition.key === "lambda:eventsourcetoken" &&
  condition.operator === "stringequals" &&
  narrows(condition, { keys: [condition.key] });

/** Whether a condition leaves only sources that somebody named. */
const namesSource = (condition: Condition): boolean =>
  (sourceKeys.has(condition.key) && narrows(condition)) || isNamedContext(condition) || isToken(condition);

/** `logs.eu-central-1.amazonaws.com` is `logs.amazonaws.com`. */
const anyRegion = (service: string): string =>
  service
    .trim()
    .toLowerCase()
    .replace(/\.[a-z]+(?:-[a-z]+)+-\d+\./, ".");

/**
 * Load balancers write below `AWSLogs/` and their own account's id (Elastic Load Balancing guide, "Access logs"): the key says
 * for whom. What stands before may be chosen by others, so that it holds no wildcard and no second `AWSLogs`.
 */
const namesLoadBalancers = ({ resources = [] }: PolicyStatement): boolean =>
  resources.length > 0 && resources.every((arn) => /^arn:[^:*?]+:s3:::[^*?$]*?\/AWSLogs\/\d{12}\/[^$]*$/.test(arn));

/**
 * The services that a statement lets in for whomever they call. `silent` are services that do not say for whom: a
 * condition that only holds where they say it (`…IfExists`) is enough for them, and none is needed.
 */
export const servicesForAnyone = ({ statement, services }: Audience, silent: readonly string[]): readonly string[] => {
  if (statement.conditions.some(namesSource)) return [];
  const whereSaid = statement.conditions.some((condition) => namesSource({ ...condition, ifExists: false }));
  const saysSource = statement.conditions.some(({ key }) => sourceKeys.has(key));
  return services.filter((service) => {
    const name = anyRegion(service);
    if (name === "logdelivery.elasticloadbalancing.amazonaws.com") return !namesLoadBalancers(statement);
    return !silent.includes(name) || (saysSource && !whereSaid);
  });
};

/** Of which services a type's policy must name the source. */
export interface SourceGivers {
  /** All of them, if it is left out. */
  readonly services?: readonly string[];
  /** The action that is meant, where AWS's examples give others without a source. */
  readonly action?: string;
}

const ofAllServices: SourceGivers = {};

/**
 * The types whose policies AWS's guides show with `aws:SourceArn` or `aws:SourceAccount` for these services: CloudWatch Logs
 * API Reference, "PutResourcePolicy", and User Guide, "Enabling logging from AWS services"; OpenSearch Service guide,
 * "Monitoring OpenSearch logs"; Lambda guide, "Granting Lambda function access to AWS services"; Secrets Manager guide,
 * "Resource-based policies"; CodeBuild guide, "Amazon ECR sample"; Cognito guide, "Email settings"; SNS guide, "Active
 * tracing"; Redshift guide, "Zero-ETL integrations".
 */
export const sourceGivers: Readonly<Record<string, SourceGivers>> = {
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    services: ["delivery.logs.amazonaws.com", "es.amazonaws.com", "events.amazonaws.com", "route53.amazonaws.com"],
    action: "logs:PutLogEvents",
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { services: ["codebuild.amazonaws.com"] },
  "aws:lambda/resourcePolicy:ResourcePolicy": ofAllServices,
  "aws:redshift/resourcePolicy:ResourcePolicy": ofAllServices,
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy": ofAllServices,
  "aws:s3/accessPoint:AccessPoint": ofAllServices,
  "aws:s3/bucket:Bucket": ofAllServices,
  "aws:s3/bucketPolicy:BucketPolicy": ofAllServices,
  "aws:s3control/accessPointPolicy:AccessPointPolicy": ofAllServices,
  "aws:secretsmanager/secret:Secret": ofAllServices,
  "aws:secretsmanager/secretPolicy:SecretPolicy": ofAllServices,
  "aws:ses/identityPolicy:IdentityPolicy": {
    services: ["cognito-idp.amazonaws.com", "email.cognito-idp.amazonaws.com"],
  },
  "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": {
    services: ["cognito-idp.amazonaws.com", "email.cognito-idp.amazonaws.com"],
  },
  "aws:sns/topic:Topic": ofAllServices,
  "aws:sns/topicPolicy:TopicPolicy": ofAllServices,
  "aws:sqs/queue:Queue": ofAllServices,
  "aws:sqs/queuePolicy:QueuePolicy": ofAllServices,
  "aws:xray/resourcePolicy:ResourcePolicy": { services: ["sns.amazonaws.com"], action: "xray:PutTraceSegments" },
  ...Object.fromEntries(keyPolicyTypes.map((type) => [type, ofAllServices])),
};

/** Whether a statement must name the source of a service. */
export const mustNameSource = (
  { services, action }: SourceGivers,
  statement: PolicyStatement,
  service: string,
): boolean =>
  (services === undefined || services.includes(anyRegion(service))) &&
  (action === undefined || coversAction(statement, action));
