import type { Upload } from "../../functions/api/ledger";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import { writeApi } from "../../functions/write";
import { config } from "./api-config";
import { type Answer, call, fakePlatform, read } from "./fake-platform";
import { completed, partList } from "./s3-answers";

export const key = "uploads/alice/big.bin";
export const id = "0t8wmo0aaaaaaaaaaaaaaaaaaaa";
export const single: Upload = { id, key, size: 20, overwrite: false, at: 1_768_478_400, until: 1_768_737_600 };
export const multipart: Upload = { ...single, multipart: { uploadId: "upload-1", partSize: 8 } };
export const parts: [number, string, number][] = [
  [1, "aa", 8],
  [2, "bb", 8],
  [3, "cc", 4],
];

/** An S3 that answers by what is asked for. */
export const s3 =
  (answers: { parts?: () => Answer; complete?: () => Answer }) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    const answer = method === "POST" ? answers.complete : method === "GET" ? answers.parts : undefined;
    if (answer === undefined || query.uploadId !== "upload-1") throw new Error(`S3 was asked ${method} ${path}`);
    return answer();
  };
export const fails = (status: number, code: string) => (): never => {
  throw new AwsError(status, code, "message of S3");
};
export const noSuchUpload = fails(404, "NoSuchUpload");
export const arrived = { parts: () => partList(parts), complete: () => completed };

export const world = (
  upload: Upload,
  answers: Parameters<typeof s3>[0] = {},
  recorder?: (request: RecordRequest) => RecordAnswer,
) => {
  const fake = fakePlatform(s3(answers), recorder ? { recorder } : {});
  const { ledger, entries } = fake.ledgerOf("alice");
  entries.set(upload.id, { open: upload });
  const api = writeApi(config, fake.platform);
  const complete = async (named = id, by = "alice") => {
    const { status, body, headers } = await read(
      api(call("POST /uploads/{id}/complete", { pathParameters: { id: named }, by })),
    );
    return { status, body, headers };
  };
  const asked = () => fake.requests.map(({ method, path }) => `${method} ${path}`);
  return { ...fake, ledger, entries, complete, asked };
};

export const done = {
  key,
  size: 20,
  versionId: "version-1",
  etag: "9b2cf535f27731c974343645a3985328",
  createdAt: "2026-01-15T12:00:00.000Z",
  uploadedBy: "alice",
  uploadedByFrom: "folder",
};
