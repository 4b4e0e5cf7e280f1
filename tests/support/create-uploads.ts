import type { ApiConfig } from "../../functions/api/config";
import type { UploadPlan } from "../../functions/api/response-schemas";
import type { AwsRequest } from "../../functions/aws/request";
import { writeApi } from "../../functions/write";
import { config } from "./api-config";
import { type Answer, call, fakePlatform, read } from "./fake-platform";
import { initiated, objectList } from "./s3-answers";
import { queryOf } from "./sigv4";

/** An S3 that has these keys, begins every multipart upload as `begin` says and frees it when told to. */
export const s3 =
  (there: readonly string[], begin: (path: string) => Answer = (path) => initiated(`upload of ${path}`)) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    if (method === "GET" && path === "/")
      return objectList(there.filter((key) => key.startsWith(query.prefix ?? "")).map((key) => [key, 1]));
    if (method === "POST" && "uploads" in query) return begin(path);
    if (method === "DELETE" && query.uploadId !== undefined) return "";
    throw new Error(`S3 was asked ${method} ${path}`);
  };

export interface Body {
  readonly uploads: readonly UploadPlan[];
  readonly field?: string;
  readonly detail?: string;
}

export const world = ({
  there = [] as string[],
  begin = undefined as ((path: string) => Answer) | undefined,
  until = "",
} = {}) => fakePlatform(s3(there, begin), until ? { until: new Date(until) } : {});

export const ask = async (
  fake: ReturnType<typeof fakePlatform>,
  json: unknown,
  { api = config, as = "uploader" }: { api?: ApiConfig; as?: "uploader" | "admin" } = {},
) => {
  const { status, body, headers } = await read<Body>(writeApi(api, fake.platform)(call("POST /uploads", { as, json })));
  const begun = fake.requests.filter(({ query = {} }) => "uploads" in query);
  const freed = fake.requests.filter(({ method }) => method === "DELETE").map(({ query = {} }) => query.uploadId);
  return { ...fake, status, body, headers, begun, freed, entries: [...fake.ledgerOf("alice").entries.values()] };
};
export const create = (json: unknown, options: Parameters<typeof ask>[2] = {}) => ask(world(), json, options);

export const planned = async (item: object, rest: object = {}) => {
  const { body } = await create({ uploads: [{ key: "notes.txt", size: 11, ...item }], ...rest });
  return body.uploads[0];
};
export const single = async (item: object, rest: object = {}) => {
  const plan = await planned(item, rest);
  if (plan?.kind !== "single") throw new Error("this is no single PUT");
  return plan;
};
export const multipart = async (item: object, rest: object = {}) => {
  const plan = await planned({ key: "big.bin", size: 20_971_520, ...item }, rest);
  if (plan?.kind !== "multipart") throw new Error("this is no multipart upload");
  return plan;
};
export const termsOf = (url: string): Readonly<Record<string, string | undefined>> => Object.fromEntries(queryOf(url));
export const signedHeaders = (url: string) => termsOf(url)["X-Amz-SignedHeaders"]?.split(";");

/** The end of a URL by what is signed into it. */
export const endOf = (url: string): string => {
  const { "X-Amz-Date": date = "", "X-Amz-Expires": seconds } = termsOf(url);
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return new Date(Date.parse(iso) + Number(seconds) * 1000).toISOString();
};

// The id begins with 12:00:00 on 15 January 2026, 1768478400, in base 36.
/** Three days later. */
export const until = 1_768_737_600;
export const firstId = "0t8wmo000000000000000000001";

export const crc64 = { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" };
export const crc32c = { algorithm: "CRC32C", value: "yZRlqg==" };
export const sha256 = { algorithm: "SHA256", value: "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=" };

export const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `${index}.txt`, size: 1 }));
