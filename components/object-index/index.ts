import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiConfig } from "../../functions/api/config";
import { environmentNames, type RecorderConfig } from "../../functions/records/config";
import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import type { QueueAnswer, QueueEvent } from "../../functions/records/messages";
import { eventTypes } from "../../functions/records/s3-event";
import type { ApiBucket } from "../access-api/api-function";
import { accountOf } from "../internal/account";
import { recordingsAtOnce } from "../internal/api-capacity";
import { checkRange } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { keyOf } from "../internal/key-arn";
import { limits } from "../internal/limits";
import { checkKeyPrefix, longestWith, resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";
import { isProtected, protectedByDefault, unprotected } from "../internal/protection";
import { decryptThrough, queueWorker, readStatements } from "../internal/queue-worker";
import { keyPattern } from "./object-key-pattern";
import { type ObjectSource, type OnObjectArgs, objectWorker } from "./on-object";

const children = {
  table: { type: aws.dynamodb.Table },
  bus: { type: aws.cloudwatch.EventBus },
  functions: { type: aws.lambda.Function },
  roles: { type: aws.iam.Role },
  queues: { type: aws.sqs.Queue },
  rules: { type: aws.cloudwatch.EventRule },
  logGroups: { type: aws.cloudwatch.LogGroup },
} as const;

export interface ObjectIndexArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /** The last part of the index's name, with which the names of all that belongs to it begin. Default: `index`. */
  readonly purpose?: string;
  /** The bucket whose objects are indexed: versioned, and one that sends its events to EventBridge. */
  readonly bucket: ApiBucket;
  /**
   * Encrypts table, messages, logs and environment variables: a key with the grants `dynamodb`, `sqs`, `events`, `logs`
   * and `lambda`. Default: the bucket's.
   */
  readonly keyArn?: pulumi.Input<string>;
  /** Where the objects are in the bucket; ends in `/`. Default: `uploads/`. */
  readonly prefix?: string;
  /** Whether the first folder below the prefix is the uploader's name. Default: `per-caller`. */
  readonly layout?: ApiConfig["layout"];
  /** Batches of events that are recorded at once, 2 to 1,000. Default: 5. */
  readonly concurrency?: number;
  /** Executions kept besides for the API, which waits while a completed upload is recorded, 1 to 1,000. Default: 50. */
  readonly directConcurrency?: number;
  /** Days that logs are kept, one of the periods that CloudWatch knows. Default: 365. */
  readonly logRetentionDays?: number;
  /**
   * What an alarm about dead letters tells, such as a topic's ARN. Default: none, and no alarm: give
   * `deadLetterQueueName` to `Alerting`, whose alarm has a runbook.
   */
  readonly alarmActions?: readonly pulumi.Input<string>[];
}

const defaultPurpose = "index";

/** The longest suffixes that function, role, rule and queues add to the index's name. */
const longestName = longestWith({
  role: "-recorder",
  function: "-recorder",
  rule: "-recorder",
  queue: "-recorder-dead",
  table: "",
  bus: "",
});

/**
 * What is in the bucket, kept by S3's own events: a table with one item for each version of an object and each delete
 * marker, and a bus on which `ObjectReady` tells of every object that has arrived, at least once
 * (docs/index-and-events.md). The table is protected by default: give `{ protect: false }` to be able to delete it.
 *
 * @example
 * ```ts
 * import { EncryptionKey, ObjectIndex } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", {
 *   naming,
 *   purpose: "main",
 *   grants: [{ to: "s3" }, { to: "dynamodb" }, { to: "sqs" }, { to: "events" }, { to: "logs" }, { to: "lambda" }],
 * });
 * const bucket = { name: "acme-files", arn: "arn:aws:s3:::acme-files", keyArn: key.arn };
 * export const index = new ObjectIndex("index", { naming, bucket });
 * ```
 */
export class ObjectIndex extends pulumi.ComponentResource {
  /** The table's name. */
  readonly tableName: pulumi.Output<string>;
  /** The table's ARN. */
  readonly tableArn: pulumi.Output<string>;
  /** Where `ObjectReady` is published. */
  readonly busArn: pulumi.Output<string>;
  /** Events of S3 that could not be recorded. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** The name of the queue of events that could not be recorded. */
  readonly deadLetterQueueName: pulumi.Output<string>;
  /** The names of the roles by which objects are read; those of listeners that read are not among them. */
  readonly readerRoles: readonly pulumi.Output<string>[];
  /** The function that writes the table, for the API to call. Known once events reach it. */
  readonly recorder: { readonly arn: pulumi.Output<string>; readonly name: pulumi.Output<string> };
  readonly #source: ObjectSource;
  readonly #table: aws.dynamodb.Table;
  readonly #bus: aws.cloudwatch.EventBus;
  readonly #worker: ReturnType<typeof queueWorker>;

  constructor(name: string, args: ObjectIndexArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:ObjectIndex", name, {}, withChildren(children, args, protectedByDefault(opts)));
    const owner = { component: this, name };
    const { naming, prefix = "uploads/", layout = "per-caller" } = args;
    const bucket = { ...args.bucket, keyArn: keyOf(owner, "bucket.keyArn", args.bucket.keyArn, naming.region) };
    const keyArn = args.keyArn === undefined ? bucket.keyArn : keyOf(owner, "keyArn", args.keyArn, naming.region);
    const { concurrency = defaults.index.concurrency, alarmActions = [] } = args;
    const { directConcurrency = recordingsAtOnce(defaults.api.throttle) } = args;
    const { logRetentionDays = defaults.logs.retentionDays } = args;
    checkKeyPrefix(owner, prefix);
    checkRange(owner, "concurrency", concurrency, limits.queueConcurrency);
    checkRange(owner, "directConcurrency", directConcurrency, limits.concurrency);
    const physicalName = resourceName(owner, naming, args.purpose ?? defaultPurpose, longestName);
    const place = { account: accountOf(owner, naming), naming, keyArn, alarmActions, logRetentionDays };

    this.#table = this.#makeTable(name, physicalName, keyArn);
    this.#bus = new aws.cloudwatch.EventBus(
      name,
      { name: physicalName, description: "Coffer: objects that have arrived" },
      { parent: this, ...unprotected },
    );
    this.#source = { component: this, name, purpose: args.purpose, place, bucket, prefix, bus: this.#bus.name };
    const config: RecorderConfig = { prefix, layout };
    this.#worker = queueWorker<QueueEvent | RecordRequest, QueueAnswer | RecordAnswer>(
      name,
      {
        ...place,
        physicalName: `${physicalName}-recorder`,
        description: "Coffer: records every version of every object, and tells who listens",
        eventPattern: pulumi.jsonStringify({
          source: ["aws.s3"],
          "detail-type": eventTypes,
          detail: { bucket: { name: [bucket.name] }, object: { key: keyPattern(prefix) } },
        }),
        callback: async (event) => (await import("../../functions/records/recorder")).recorder(config)(event),
        folder: __dirname,
        statements: this.#recorderStatements({ naming, bucket, keyArn, prefix }),
        environment: {
          [environmentNames.bucket]: bucket.name,
          [environmentNames.table]: this.#table.name,
          [environmentNames.bus]: this.#bus.name,
        },
        memoryMiB: defaults.index.memoryMiB,
        timeoutSeconds: defaults.index.timeoutSeconds,
        concurrency,
        directConcurrency,
      },
      this,
    );

    const { lambda, target, deadLetters } = this.#worker;
    this.tableName = this.#table.name;
    this.tableArn = this.#table.arn;
    this.busArn = this.#bus.arn;
    this.deadLetterQueueUrl = deadLetters.url;
    this.deadLetterQueueName = deadLetters.name;
    this.readerRoles = [this.#worker.role.name];
    // Who waits for it, as the API does, comes after the first event can be recorded.
    const ready = <T>(output: pulumi.Output<T>) => pulumi.all([output, target.id]).apply(([value]) => value);
    this.recorder = { arn: ready(lambda.arn), name: ready(lambda.name) };
    this.registerOutputs({
      tableName: this.tableName,
      tableArn: this.tableArn,
      busArn: this.busArn,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      deadLetterQueueName: this.deadLetterQueueName,
    });
  }

  /**
   * Calls a function of yours for each object that arrives: with its own queue and dead-letter queue, and a role
   * that may do what these arguments say and nothing else. It is called at least once for each version; `key` and
   * `versionId` tell whether it was. `name` is 2 to 17 lowercase letters, digits or hyphens.
   *
   * @example
   * ```ts
   * index.onObject("thumbnails", {
   *   suffix: ".jpg",
   *   read: true,
   *   folder: __dirname,
   *   callback: async (ready) => (await import("./thumbnail")).makeThumbnail(ready.bucket, ready.key, ready.versionId),
   * });
   * ```
   */
  onObject(name: string, args: OnObjectArgs) {
    return objectWorker(name, args, this.#source);
  }

  #makeTable(name: string, physicalName: string, keyArn: pulumi.Input<string>): aws.dynamodb.Table {
    return new aws.dynamodb.Table(
      name,
      {
        name: physicalName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "key",
        rangeKey: "versionId",
        attributes: [
          { name: "key", type: "S" },
          { name: "versionId", type: "S" },
        ],
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
        deletionProtectionEnabled: isProtected(this),
      },
      { parent: this },
    );
  }

  #recorderStatements({
    naming,
    bucket,
    keyArn,
    prefix,
  }: Required<Pick<ObjectIndexArgs, "naming" | "bucket" | "keyArn" | "prefix">>): Statement[] {
    const allow = (Sid: string, Action: string | readonly string[], Resource: pulumi.Input<string>): Statement => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
    });
    return [
      ...readStatements(bucket, prefix, naming),
      // Without it, S3 says 403 of what is not there.
      allow("TellMissing", "s3:ListBucket", bucket.arn),
      decryptThrough("DecryptTable", keyArn, naming, ["dynamodb"]),
      allow("WriteTable", "dynamodb:UpdateItem", this.#table.arn),
      allow("Publish", "events:PutEvents", this.#bus.arn),
    ];
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { table: this.#table, bus: this.#bus, worker: this.#worker };
  }
}
