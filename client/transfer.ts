import { setTimeout as sleep } from "node:timers/promises";
import type { UploadPlan } from "../functions/api/response-schemas";
import type { ApiClient } from "./api-client";
import type { HttpAnswer } from "./http";

/** S3 refused a part of a transfer. `code` is S3's own, such as `AccessDenied`. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

/** Throws for an answer of S3 that is not a success. */
const accepted = (answer: HttpAnswer): HttpAnswer => {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const text = answer.body.toString();
  const read = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
  throw new TransferError(answer.status, read("Code") || `Http${answer.status}`, read("Message"));
};

/** Sends what a plan asks for; parts go one after the other. */
export const sendParts = async (client: ApiClient, plan: UploadPlan, content: Uint8Array): Promise<void> => {
  if (plan.kind === "single") accepted(await client.put(plan.url, content, plan.headers));
  else
    for (const { partNumber, size, url } of plan.parts) {
      const begin = (partNumber - 1) * plan.partSize;
      accepted(await client.put(url, content.subarray(begin, begin + size), { "content-length": String(size) }));
    }
};

/** Sends a file by its plan and completes it. */
export const sendFile = async (client: ApiClient, plan: UploadPlan, content: Uint8Array): Promise<void> => {
  await sendParts(client, plan, content);
  await client.completeUpload(plan.id);
};

/** Sends what is missing of an upload that broke off, and completes it. Gives the number of requests it took. */
export const resume = async (client: ApiClient, id: string, content: Uint8Array): Promise<{ parts: number }> => {
  const plan = await client.getUpload(id);
  await sendFile(client, plan, content);
  return { parts: plan.kind === "single" ? 1 : plan.parts.length };
};

/** Asks for an upload and sends the file. */
export const upload = async (client: ApiClient, key: string, content: Uint8Array): Promise<UploadPlan> => {
  const { uploads } = await client.createUploads({ uploads: [{ key, size: content.length }] });
  const [plan] = uploads;
  if (plan === undefined) throw new Error("the API answered without a plan");
  await sendFile(client, plan, content);
  return plan;
};

/**
 * Makes an earlier version current, asking again until a large one is copied. Gives the new version. `progress` is told
 * the bytes that are copied.
 */
export const restoreVersion = async (
  client: ApiClient,
  key: string,
  versionId: string,
  progress: (copied: number, size: number) => void = () => undefined,
): Promise<string> => {
  for (;;) {
    const answer = await client.createRestore({ kind: "version", key, versionId });
    if (answer.kind !== "version") throw new Error("the API answered another kind of restore");
    if (answer.versionId !== undefined) return answer.versionId;
    progress(answer.copied ?? 0, answer.size ?? 0);
    await sleep((answer.retryAfterSeconds ?? 2) * 1000);
  }
};

/** Fetches an object's current version. */
export const download = async (client: ApiClient, key: string): Promise<Buffer> => {
  const { url } = await client.getObject(key);
  return accepted(await client.fetch(url)).body;
};
