import { Logger } from "@aws-lambda-powertools/logger";
import { AwsError } from "../aws/errors";
import { type JsonCall, jsonService } from "../aws/json";
import { openBucket } from "../aws/s3/bucket";
import { headObject, type ObjectHead } from "../aws/s3/object";
import { environmentCredentials } from "../aws/sessions";
import { readEnvironment } from "./config";
import type { ObjectRecord } from "./contract";
import type { Change, Item } from "./item";
import type { MessageTools } from "./messages";
import { type ObjectReady, objectReadyEvent } from "./object-ready";
import { changeItem } from "./table";

/** What the recorder needs of the world; tests give their own. */
export interface RecorderPlatform extends MessageTools {
  /** What S3 knows of a version, or of the current one; undefined if there is none. */
  readonly head: (key: string, versionId?: string) => Promise<ObjectHead | undefined>;
  /** Makes one change of the table; answers the item, or undefined where its condition did not hold. */
  readonly change: (change: Change) => Promise<Item | undefined>;
  /** Publishes `ObjectReady`. Throws unless the bus took it. */
  readonly publish: (record: ObjectRecord) => Promise<void>;
}

/** A log of structured lines; each carries the id of the X-Ray trace that it belongs to. */
export const lambdaLog = (serviceName: string): MessageTools["log"] => {
  const logger = new Logger({ serviceName });
  return (line) => (line.outcome === "failed" ? logger.error("message", line) : logger.info("message", line));
};

/** Publishes `ObjectReady`. Throws unless the bus took it. */
export const publishReady =
  (events: JsonCall, place: { readonly bus: string; readonly bucket: string }) =>
  async (record: ObjectRecord): Promise<void> => {
    const detail: ObjectReady = { schemaVersion: "1", bucket: place.bucket, ...record };
    const { source: Source, detailType: DetailType } = objectReadyEvent;
    const entry = { EventBusName: place.bus, Source, DetailType, Detail: JSON.stringify(detail) };
    const answer = await events("PutEvents", { Entries: [entry] });
    // The request as a whole succeeds even if the bus did not take the event.
    if (answer.FailedEntryCount !== 0) throw new Error(`EventBridge did not take the event: ${errorCodeOf(answer)}`);
  };

const makePlatform = ({ env }: NodeJS.Process): RecorderPlatform => {
  const { region, bucket: bucketName, table, bus } = readEnvironment(env);
  const credentials = environmentCredentials(env);
  const bucket = openBucket({ bucket: bucketName, region, environment: env }, credentials);
  const dynamodb = jsonService("dynamodb", region, credentials, env);
  const events = jsonService("events", region, credentials, env);
  return {
    now: Date.now,
    log: lambdaLog("recorder"),
    head: async (key, versionId) => {
      try {
        return await headObject(bucket, key, versionId);
      } catch (error) {
        if (error instanceof AwsError && error.status === 404) return undefined;
        throw error;
      }
    },
    change: (change) => changeItem(dynamodb, table, change),
    publish: publishReady(events, { bus, bucket: bucketName }),
  };
};

const errorCodeOf = ({ Entries }: Readonly<Record<string, unknown>>): string => {
  const [entry]: unknown[] = Array.isArray(Entries) ? Entries : [];
  return typeof entry === "object" && entry !== null && "ErrorCode" in entry ? String(entry.ErrorCode) : "unknown";
};

let made: RecorderPlatform | undefined;

/** The platform of a running Lambda function, made once and kept between calls. */
export const recorderPlatform = (): RecorderPlatform => {
  made ??= makePlatform(process);
  return made;
};
