import type { Received, Reply } from "./local-server";
import { initiated, objectList, partList, versionList } from "./s3-answers";

/**
 * The AWS services that the API asks, as one server answers for all of them. Whatever they tell that no log may
 * repeat holds the word `sentinel`.
 */

export interface FakeAws {
  /** What S3 answers instead of success; its path is below the bucket. */
  readonly s3?: Reply | undefined;
  readonly sts?: Reply | undefined;
  readonly dynamodb?: Reply | undefined;
  readonly recorder?: Reply | undefined;
}

const key = "uploads/alice/sentinel-folder/sentinel.txt";

const assumed = (): string => {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIASENTINEL</AccessKeyId><SecretAccessKey>sentinel secret</SecretAccessKey><SessionToken>sentinel-token==</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
};

/** An upload in two parts that has arrived. */
const upload = {
  caller: { S: "open#alice" },
  uploadId: { S: "0t8w5s0" },
  expires: { N: "99999999999" },
  value: {
    S: JSON.stringify({
      id: "0t8w5s0",
      key,
      size: 12,
      overwrite: false,
      at: 1_768_478_400,
      until: 99_999_999_999,
      multipart: { uploadId: "sentinel-upload", partSize: 8 },
    }),
  },
};

const dynamodb = (target: string): Reply => {
  const answers: Record<string, object> = {
    Query: { Count: 0, Items: [] },
    BatchGetItem: { Responses: { uploads: [upload] }, UnprocessedKeys: {} },
    TransactWriteItems: {},
    UpdateItem: { Attributes: {} },
  };
  return { body: JSON.stringify(answers[target.replace(/^.*\./, "")]) };
};

const recorded = {
  key,
  versionId: "sentinel-version",
  size: 12,
  etag: "sentinel-etag",
  createdAt: "2026-01-15T12:00:00.000Z",
};

const s3 = ({ method, url }: Received): Reply => {
  const { pathname, searchParams } = new URL(url);
  if (method === "HEAD")
    return {
      headers: {
        "content-length": "12",
        "content-type": "text/sentinel",
        etag: '"sentinel"',
        "last-modified": "Wed, 14 Jan 2026 09:30:00 GMT",
        "x-amz-version-id": "sentinel-version",
        "x-amz-checksum-sha256": "sentinelDEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG=",
        "x-amz-storage-class": pathname.includes("archived") ? "GLACIER" : "STANDARD",
      },
    };
  if (searchParams.has("versions"))
    return {
      body: versionList([
        { id: "m1", marker: true, latest: true, key },
        { id: "v1", key },
      ]),
    };
  if (searchParams.has("uploads")) return { body: initiated("sentinel-upload") };
  if (method === "GET" && searchParams.has("uploadId"))
    return {
      body: partList([
        [1, "a", 8],
        [2, "b", 4],
      ]),
    };
  if (method === "GET") return { body: objectList([["uploads/alice/sentinel-listed.txt", 12]]) };
  return { headers: { "x-amz-version-id": "sentinel-version" } };
};

/** Answers any request of the API's functions. */
export const fakeAws =
  (fails: () => FakeAws) =>
  (request: Received): Reply => {
    const target = request.headers["x-amz-target"];
    if (request.body.includes("Action=AssumeRole")) return fails().sts ?? { body: assumed() };
    if (target !== undefined) return fails().dynamodb ?? dynamodb(target);
    if (request.url.includes("/2015-03-31/functions/"))
      return fails().recorder ?? { body: JSON.stringify({ recorded }) };
    return fails().s3 ?? s3(request);
  };
