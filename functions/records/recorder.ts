import type { ObjectHead } from "../aws/s3/object";
import { withinTime } from "../aws/time-limits";
import type { RecorderConfig } from "./config";
import { isCallerName, metadataNames, type ObjectRecord, type RecordAnswer, type RecordRequest } from "./contract";
import { changeOf, createdChange, readyChange } from "./item";
import { eachMessage, type LogLine, type QueueAnswer, type QueueEvent } from "./messages";
import { type RecorderPlatform, recorderPlatform } from "./platform";
import { type Fact, readFact } from "./s3-event";

/** How long AWS may take for one batch, in milliseconds: below the function's timeout of 30 s. */
const workTime = 25_000;

type Version = Pick<ObjectRecord, "key" | "versionId">;

type Uploader = Pick<ObjectRecord, "uploadedBy" | "uploadedByFrom">;

/**
 * Who uploaded it. Where each caller has a folder, the folder tells; the metadata, which whoever writes there chooses, is
 * not asked. Elsewhere the metadata is a claim, of a valid name only.
 */
const uploaderOf = (
  { prefix, layout }: RecorderConfig,
  key: string,
  metadata: ObjectHead["metadata"] = {},
): Uploader => {
  if (layout === "per-caller" && key.startsWith(prefix)) {
    const [folder = "", ...below] = key.slice(prefix.length).split("/");
    return below.length > 0 && isCallerName(folder) ? { uploadedBy: folder, uploadedByFrom: "folder" } : {};
  }
  const claimed = metadata[metadataNames.caller] ?? "";
  return isCallerName(claimed) ? { uploadedBy: claimed, uploadedByFrom: "claim" } : {};
};

/**
 * A key that ends in `/` is a folder of the console, rclone and others, which put an empty object there (Amazon S3 User
 * Guide, "Organizing objects in the Amazon S3 console by using folders"). None is an object of the index, whatever its
 * size: what deletes it does not tell the size, and the API writes no such key.
 */
const isFolder = (key: string): boolean => key.endsWith("/");

const recordOf = (config: RecorderConfig, { key, versionId }: Version, head: ObjectHead): ObjectRecord => {
  const { size, etag, lastModified: createdAt, contentType, checksum, metadata } = head;
  return {
    key,
    versionId,
    size,
    etag,
    createdAt,
    ...(contentType ? { contentType } : {}),
    ...(checksum ? { checksum } : {}),
    ...uploaderOf(config, key, metadata),
  };
};

/**
 * The function that writes the index: from a queue of S3's events, and for the API when a caller says that an upload
 * is complete. Both may tell of the same version, in any order and more than once; S3 is asked each time.
 */
export const recorder = (config: RecorderConfig, platform: RecorderPlatform = recorderPlatform()) => {
  const { change, head, publish, now, log } = platform;

  /** Records a version that is there and tells others, unless they were told. A crash in between tells them twice. */
  const record = async (found: ObjectRecord, sequencer?: string): Promise<"published" | "known"> => {
    const item = await change(createdChange(found, sequencer));
    if (item?.readyAt !== undefined || item?.deletedAt !== undefined) return "known";
    await publish(found);
    await change(readyChange(found, new Date(now()).toISOString()));
    return "published";
  };

  const recordCreated = async (fact: Extract<Fact, { readonly kind: "created" }>): Promise<string> => {
    const { key, versionId, size, etag, time, sequencer } = fact;
    const found = await head(key, versionId);
    if (found !== undefined) return record(recordOf(config, { key, versionId }, found), sequencer);
    // Deleted for good by now: nobody could fetch it, so nobody is told.
    const gone = { key, versionId, size, etag, createdAt: time, ...uploaderOf(config, key) };
    await change(createdChange(gone, sequencer));
    return "gone";
  };

  const onMessage = async (body: string): Promise<LogLine> => {
    const fact = readFact(body);
    if (isFolder(fact.key)) return { eventId: fact.id, kind: fact.kind, outcome: "folder" };
    const outcome =
      fact.kind === "created" ? await recordCreated(fact) : (await change(changeOf(fact))) ? "recorded" : "known";
    return {
      eventId: fact.id,
      kind: fact.kind,
      ...("sequencer" in fact ? { sequencer: fact.sequencer } : {}),
      outcome,
    };
  };

  const onRequest = async ({ key, upload, size, checksum }: RecordRequest["record"]): Promise<RecordAnswer> => {
    const found = await head(key);
    if (found?.versionId === undefined) return { refused: "missing" };
    if (found.metadata?.[metadataNames.upload] !== upload) return { refused: "another-upload" };
    if (found.size !== size) return { refused: "size" };
    // An object without the announced checksum was not compared with it by anybody.
    const carried = found.checksum?.algorithm === checksum?.algorithm && found.checksum?.value === checksum?.value;
    if (checksum !== undefined && !carried) return { refused: "checksum" };
    const recorded = recordOf(config, { key, versionId: found.versionId }, found);
    await record(recorded);
    return { recorded };
  };

  const onMessages = eachMessage(onMessage, { now, log });

  const serve = async (event: QueueEvent | RecordRequest): Promise<QueueAnswer | RecordAnswer> => {
    if ("Records" in event) return onMessages(event);
    const began = now();
    const answer = await onRequest(event.record);
    const outcome = "refused" in answer ? answer.refused : "recorded";
    log({ kind: "request", outcome, milliseconds: now() - began });
    return answer;
  };
  return (event: QueueEvent | RecordRequest) => withinTime(workTime, () => serve(event));
};
