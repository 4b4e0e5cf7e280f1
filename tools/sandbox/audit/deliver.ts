import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Clients } from "./clients";
import { logFile } from "./log-file";
import type { TrailRecord } from "./record";
import type { Trail } from "./trails";

/** PutEvents takes ten. */
const EVENTS_PER_CALL = 10;

/** Puts the records into the trail's log bucket: one file. Digest files are left out. */
export const toBucket = async (
  clients: Clients,
  trail: Trail,
  place: { readonly accountId: string; readonly region: string },
  records: readonly TrailRecord[],
): Promise<void> => {
  const { key, content } = logFile(records, { ...place, prefix: trail.prefix }, new Date());
  await clients.get(S3Client, trail.bucketRegion).send(
    new PutObjectCommand({
      Bucket: trail.bucket,
      Key: key,
      Body: content,
      ACL: "bucket-owner-full-control",
      ContentType: "application/json",
      ContentEncoding: "gzip",
      ...(trail.kmsKeyId === undefined
        ? { ServerSideEncryption: "AES256" }
        : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: trail.kmsKeyId }),
    }),
  );
};

const createStream = async (logs: CloudWatchLogsClient, logGroupName: string, logStreamName: string): Promise<void> => {
  try {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
};

/** Writes the records into the trail's log group; returns their messages. */
export const toLogGroup = async (
  clients: Clients,
  group: NonNullable<Trail["logGroup"]>,
  place: { readonly accountId: string; readonly region: string },
  records: readonly TrailRecord[],
): Promise<readonly string[]> => {
  const logs = clients.get(CloudWatchLogsClient, group.region);
  const stream = { logGroupName: group.name, logStreamName: `${place.accountId}_CloudTrail_${place.region}` };
  await createStream(logs, stream.logGroupName, stream.logStreamName);
  const timestamp = Date.now();
  const logEvents = records.map((record) => ({ timestamp, message: JSON.stringify(record) }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  return logEvents.map(({ message }) => message);
};

/** Publishes the records to the default event bus of their region. Which rules hear of them is for EventBridge to say. */
export const toEventBus = async (clients: Clients, region: string, records: readonly TrailRecord[]): Promise<void> => {
  const events = clients.get(EventBridgeClient, region);
  const entries = records.map((record) => ({
    Source: `aws.${record.eventSource.split(".")[0]}`,
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(record),
    Time: new Date(record.eventTime),
  }));
  for (let begin = 0; begin < entries.length; begin += EVENTS_PER_CALL) {
    const { Entries = [] } = await events.send(
      new PutEventsCommand({ Entries: entries.slice(begin, begin + EVENTS_PER_CALL) }),
    );
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused) throw new Error(`EventBridge refused an event: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  }
};
