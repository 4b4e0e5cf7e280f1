import { AwsError } from "../../functions/aws/errors";
import type { JsonCall } from "../../functions/aws/json";
import type { AwsRequest } from "../../functions/aws/request";
import { completed, initiated, partList, versionList } from "./s3-answers";

/**
 * One object of S3 in memory, whose versions are copied onto its key, and the table that remembers the restores. Each
 * copy takes its time by the clock of `setTimeout`, which a test moves.
 */

export interface FakeVersion {
  readonly id: string;
  readonly size: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface FakeUpload {
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, number>;
}

const nothing = { headers: new Headers(), text: "" };
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** `rate` is how many bytes one copy moves in a second. */
export const fakeCopies = (encodedKey: string, source: FakeVersion, rate: number) => {
  const versions: FakeVersion[] = [{ id: "new", size: 1, headers: {} }, source];
  const uploads = new Map<string, FakeUpload>();
  const requests: AwsRequest[] = [];
  const counts = { begun: 0, parts: 0, copies: 0, joined: 0, aborted: 0 };
  /** What goes wrong: an error in place of the answer of a request that was done, or not done. */
  const faults: { before?: (request: AwsRequest) => unknown; after?: (request: AwsRequest) => unknown } = {};

  const uploadOf = ({ query = {} }: AwsRequest): FakeUpload => {
    const upload = uploads.get(query.uploadId ?? "");
    if (upload === undefined) throw new AwsError(404, "NoSuchUpload", "");
    return upload;
  };
  const add = (size: number, headers: Readonly<Record<string, string>>) => {
    const id = `restored-${counts.copies + counts.joined}`;
    versions.unshift({ id, size, headers });
    return { headers: new Headers({ "x-amz-version-id": id }), text: completed };
  };

  const perform = async (request: AwsRequest) => {
    const { method, query = {}, headers = {} } = request;
    if (method === "GET" && "versions" in query)
      return {
        ...nothing,
        text: versionList(versions.slice(0, 1).map(({ id }) => ({ id, latest: true, key: encodedKey }))),
      };
    if (method === "GET" && "tagging" in query)
      return {
        ...nothing,
        text: "<Tagging><TagSet><Tag><Key>a b</Key><Value>1&amp;2</Value></Tag></TagSet></Tagging>",
      };
    if (method === "HEAD") {
      const found = versions.find(({ id }) => id === (query.versionId ?? versions[0]?.id));
      if (found === undefined) throw new AwsError(404, "Http404", "");
      const fixed = { "content-length": String(found.size), "x-amz-version-id": found.id, etag: '"e"' };
      return { ...nothing, headers: new Headers({ ...found.headers, ...fixed }) };
    }
    if (method === "POST" && "uploads" in query) {
      counts.begun += 1;
      uploads.set(`upload-${counts.begun}`, { headers, parts: new Map() });
      return { ...nothing, text: initiated(`upload-${counts.begun}`) };
    }
    if (method === "GET") {
      const parts = [...uploadOf(request).parts].sort(([a], [b]) => a - b);
      const after = parts.filter(([number]) => number > Number(query["part-number-marker"]));
      const page = after.slice(0, 1000);
      const next = after.length > page.length ? page.at(-1)?.[0] : undefined;
      return {
        ...nothing,
        text: partList(
          page.map(([number, size]) => [number, `e${number}`, size]),
          next,
        ),
      };
    }
    if (method === "PUT" && query.uploadId !== undefined) {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers["x-amz-copy-source-range"] ?? "") ?? [];
      const size = Number(last) - Number(first) + 1;
      if (size > 5 * 1024 ** 3 || Number(last) >= source.size) throw new AwsError(400, "InvalidRange", "");
      await pause((size / rate) * 1000);
      uploadOf(request).parts.set(Number(query.partNumber), size);
      counts.parts += 1;
      return { ...nothing, text: `<CopyPartResult><ETag>"e${query.partNumber}"</ETag></CopyPartResult>` };
    }
    if (method === "PUT") {
      await pause((source.size / rate) * 1000);
      counts.copies += 1;
      return add(source.size, headers);
    }
    if (method === "POST") {
      const upload = uploadOf(request);
      const size = [...upload.parts.values()].reduce((sum, part) => sum + part, 0);
      if (headers["x-amz-mp-object-size"] !== String(size) || size !== source.size)
        throw new AwsError(400, "InvalidPart", "");
      uploads.delete(query.uploadId ?? "");
      counts.joined += 1;
      return add(size, upload.headers);
    }
    uploadOf(request);
    uploads.delete(query.uploadId ?? "");
    counts.aborted += 1;
    return nothing;
  };

  const send = async (request: AwsRequest) => {
    requests.push(request);
    await pause(1);
    const before = faults.before?.(request);
    if (before !== undefined) throw before;
    const answer = await perform(request);
    const after = faults.after?.(request);
    if (after !== undefined) throw after;
    return answer;
  };

  const items = new Map<string, { readonly value: { readonly S: string }; readonly expires: { readonly N: string } }>();
  const call: JsonCall = async (operation, given) => {
    await pause(1);
    // The shapes that the restores use, and no other.
    const input = given as Record<string, never> & {
      Key: Record<string, { S: string }>;
      Item: Record<string, { S: string }>;
    };
    const { caller, uploadId } = operation === "GetItem" ? input.Key : input.Item;
    if (caller?.S !== "restores" || !/^[0-9a-f]{64}$/.test(uploadId?.S ?? ""))
      throw new AwsError(400, "AccessDeniedException", "");
    const id = uploadId?.S ?? "";
    const item = items.get(id);
    if (operation === "GetItem") {
      if (input.ConsistentRead !== true) throw new Error("this read may be a stale one");
      return item ? { Item: item } : {};
    }
    if (operation !== "PutItem") throw new Error(`unknown ${operation}`);
    const values: Record<string, { S?: string; N?: string }> = input.ExpressionAttributeValues ?? {};
    const replaces =
      item === undefined ||
      Number(item.expires.N) <= Number(values[":now"]?.N) ||
      item.value.S === values[":before"]?.S;
    if (!replaces) throw new AwsError(400, "ConditionalCheckFailedException", "");
    items.set(id, input.Item as never);
    return {};
  };

  return { versions, uploads, requests, counts, faults, items, send, table: { call, name: "uploads" } };
};
