import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiBucket } from "../access-api/api-function";
import type { Account } from "./account";
import { defaults } from "./defaults";
import { type InlineFunctionArgs, inlineFunction, runningStatements } from "./inline-function";
import type { Naming } from "./naming";
import { denyPlainHttp, policyDocument, type Statement, serviceTrust } from "./policy-document";
import { unprotected } from "./protection";

/** What the workers of one component have in common. */
export interface WorkerContext {
  readonly account: Account;
  readonly naming: Naming;
  /** Encrypts messages, logs and environment variables: a key with the grants `events`, `sqs`, `logs` and `lambda`. */
  readonly keyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  /** What an alarm about dead letters tells, by ARN; where there is nothing to tell, there is no alarm. */
  readonly alarmActions: readonly pulumi.Input<string>[];
}

export interface QueueWorkerArgs<Event, Result>
  extends WorkerContext,
    Pick<
      InlineFunctionArgs<Event, Result>,
      "callback" | "folder" | "wrapper" | "environment" | "memoryMiB" | "timeoutSeconds" | "description"
    > {
  /** The physical name of the function and of all that belongs to it; at most 64 characters. */
  readonly physicalName: string;
  /** The bus of the events, by name. Default: the account's own. */
  readonly bus?: pulumi.Input<string>;
  /** Which events; EventBridge's pattern as JSON. */
  readonly eventPattern: pulumi.Input<string>;
  /** Whether the rule is given management events that only read too; EventBridge withholds them. Default: false. */
  readonly withReads?: boolean;
  /** What the function may do beyond taking its messages, logging and tracing. */
  readonly statements: readonly Statement[];
  /** Batches taken at once. */
  readonly concurrency: number;
  /** Executions kept besides, for who calls the function directly. */
  readonly directConcurrency?: number;
}

/** Lets one rule send to a queue, and nobody do anything without TLS. */
const queuePolicy = (
  name: string,
  queueArn: pulumi.Input<string>,
  rule: aws.cloudwatch.EventRule,
): pulumi.Output<string> =>
  policyDocument("queue", name, [
    {
      Sid: "SendFromRule",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
    },
    denyPlainHttp("sqs:*", queueArn),
  ]);

/** Lets a function use a key through the named services of its region only. */
export const decryptThrough = (
  sid: string,
  keyArn: pulumi.Input<string>,
  { region }: Naming,
  services: readonly string[],
): Statement => ({
  Sid: sid,
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: keyArn,
  Condition: { StringEquals: { "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`) } },
});

/** Lets a function read the objects below a prefix, and learn their checksums. */
export const readStatements = (bucket: ApiBucket, prefix: string, naming: Naming): Statement[] => [
  {
    Sid: "ReadObjects",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: pulumi.interpolate`${bucket.arn}/${prefix}*`,
  },
  // S3 tells the checksum of an encrypted object to those who could read it.
  decryptThrough("DecryptObjects", bucket.keyArn, naming, ["s3"]),
];

const queues = <E, R>(
  name: string,
  { physicalName, account, naming, keyArn, timeoutSeconds }: QueueWorkerArgs<E, R>,
  options: pulumi.CustomResourceOptions,
) => {
  const queueArn = pulumi.interpolate`arn:${account.partition}:sqs:${naming.region}:${account.id}:${physicalName}`;
  const deadLetters = new aws.sqs.Queue(
    `${name}-dead`,
    {
      name: `${physicalName}-dead`,
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: defaults.index.deadLetterSeconds,
      redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queueArn] }),
    },
    options,
  );
  const queue = new aws.sqs.Queue(
    name,
    {
      name: physicalName,
      kmsMasterKeyId: keyArn,
      // As long as Lambda asks for: a batch may be throttled a few times before it runs.
      visibilityTimeoutSeconds: 6 * timeoutSeconds,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: defaults.index.tries,
      }),
    },
    options,
  );
  return { queue, deadLetters };
};

const workerStatements = <E, R>(
  { keyArn, naming, statements }: QueueWorkerArgs<E, R>,
  queue: aws.sqs.Queue,
  logGroup: aws.cloudwatch.LogGroup,
): Statement[] => [
  {
    Sid: "TakeMessages",
    Effect: "Allow",
    Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    Resource: queue.arn,
  },
  decryptThrough("DecryptMessages", keyArn, naming, ["sqs"]),
  ...runningStatements(logGroup),
  ...statements,
];

/**
 * A function that works on events: EventBridge rule → queue → function, with a dead-letter queue, which EventBridge
 * uses as well, and an alarm on it if somebody is to be told. The function's role may do what `statements` say, and nothing else.
 */
export const queueWorker = <Event, Result>(
  name: string,
  args: QueueWorkerArgs<Event, Result>,
  parent: pulumi.ComponentResource,
) => {
  const { physicalName, account, concurrency, directConcurrency = 0 } = args;
  const options = { parent, ...unprotected };
  const { queue, deadLetters } = queues(name, args, options);
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/lambda/${physicalName}`, retentionInDays: args.logRetentionDays, kmsKeyId: args.keyArn },
    options,
  );
  const role = new aws.iam.Role(
    name,
    {
      name: physicalName,
      description: args.description,
      assumeRolePolicy: serviceTrust(name, "lambda.amazonaws.com", account.id),
    },
    options,
  );
  const policy = new aws.iam.RolePolicy(
    name,
    { role: role.name, policy: policyDocument("inline", name, workerStatements(args, queue, logGroup)) },
    options,
  );
  const lambda = inlineFunction(
    name,
    { ...args, functionName: physicalName, role, logGroup, concurrency: concurrency + directConcurrency },
    { ...options, dependsOn: [policy] },
  );
  const mapping = new aws.lambda.EventSourceMapping(
    name,
    {
      functionName: lambda.arn,
      eventSourceArn: queue.arn,
      batchSize: defaults.index.batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: concurrency },
    },
    { ...options, dependsOn: [policy] },
  );
  const alarm =
    args.alarmActions.length === 0
      ? undefined
      : new aws.cloudwatch.MetricAlarm(
          name,
          {
            name: `${physicalName}-dead-letters`,
            alarmDescription: `${physicalName} gave up on events; see docs/index-and-events.md for how to send them again`,
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: deadLetters.name },
            statistic: "Maximum",
            period: 60,
            evaluationPeriods: 1,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            treatMissingData: "notBreaching",
            alarmActions: [...args.alarmActions],
          },
          options,
        );
  const busOptions = args.bus === undefined ? {} : { eventBusName: args.bus };
  const state = args.withReads === true ? { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" } : {};
  const rule = new aws.cloudwatch.EventRule(
    name,
    { name: physicalName, description: args.description, eventPattern: args.eventPattern, ...state, ...busOptions },
    options,
  );
  const policies = [queue, deadLetters].map((each, index) => {
    const own = index === 0 ? name : `${name}-dead`;
    return new aws.sqs.QueuePolicy(own, { queueUrl: each.url, policy: queuePolicy(own, each.arn, rule) }, options);
  });
  // Last: from here on events come, and there is all that they need.
  const target = new aws.cloudwatch.EventTarget(
    name,
    { rule: rule.name, arn: queue.arn, deadLetterConfig: { arn: deadLetters.arn }, ...busOptions },
    { ...options, dependsOn: [...policies, mapping, ...(alarm ? [alarm] : [])] },
  );
  return { lambda, role, policy, logGroup, queue, deadLetters, mapping, alarm, rule, target };
};
