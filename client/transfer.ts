import type { UploadPlan } from "../functions/api/answers";
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

/** Sends a file by its plan and completes it. Parts go one after the other. */
export const sendFile = async (client: ApiClient, plan: UploadPlan, content: Uint8Array): Promise<void> => {
  if (plan.kind === "single") accepted(await client.put(plan.url, content, plan.headers));
  else
    for (const { partNumber, size, url } of plan.parts) {
      const begin = (partNumber - 1) * plan.partSize;
      accepted(await client.put(url, content.subarray(begin, begin + size), { "content-length": String(size) }));
    }
  await client.completeUpload(plan.id);
};

/** Asks for an upload and sends the file. */
export const upload = async (client: ApiClient, key: string, content: Uint8Array): Promise<UploadPlan> => {
  const { uploads } = await client.createUploads({ uploads: [{ key, size: content.length }] });
  const [plan] = uploads;
  if (plan === undefined) throw new Error("the API answered without a plan");
  await sendFile(client, plan, content);
  return plan;
};

/** Fetches an object's current version. */
export const download = async (client: ApiClient, key: string): Promise<Buffer> => {
  const { url } = await client.getObject(key);
  return accepted(await client.fetch(url)).body;
};
