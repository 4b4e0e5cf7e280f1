import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { GatewayEvent } from "../../functions/api/handler";
import type { Ledger, LedgerEntry, Upload } from "../../functions/api/ledger";
import type { Access, Platform, RequestReport } from "../../functions/api/platform";
import type { Admission } from "../../functions/api/quota";
import type { Role } from "../../functions/api/routes";
import type { JsonCall } from "../../functions/aws/json";
import type { AwsRequest } from "../../functions/aws/request";
import { openBucket } from "../../functions/aws/s3/bucket";
import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import { environment, sessionArn } from "./api-config";
import { checkBody, checkOutcome } from "./contract";

/** What the fake S3 answers a request with: XML, or headers. */
export type Answer = string | Readonly<Record<string, string>>;

/** 12:00:00.250 on 15 January 2026, UTC. */
export const noon = 1_768_478_400_250;

/** The secret with which fake sessions sign. */
export const sessionSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const sessionToken = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaDGV1==";

/** The table as the restores use it, in memory: one entry, which nobody else changes. */
const fakeRestoresTable = (): Access["table"] => {
  let kept: unknown;
  const call: JsonCall = async (operation, input) => {
    if (operation === "GetItem") return { Item: kept };
    kept = Reflect.get(input, "Item");
    return {};
  };
  return { call, name: "uploads" };
};

/** The uploads of one caller, in memory. */
export const fakeLedger = (asked: string[] = []) => {
  const entries = new Map<string, LedgerEntry>();
  /** What it answers to those who ask for room, before it looks. */
  const admissions: Admission[] = [];
  const most = { uploads: Number.POSITIVE_INFINITY };
  const inProgress = (): Upload[] => [...entries.values()].flatMap((entry) => ("open" in entry ? [entry.open] : []));
  const ledger: Ledger = {
    admit: async (files) => {
      asked.push(`admit ${files}`);
      const { length } = inProgress();
      return admissions.shift() ?? (length + files > most.uploads ? { inProgress: length } : "admitted");
    },
    open: async (uploads) => {
      asked.push(`open ${uploads.length}`);
      for (const upload of uploads) entries.set(upload.id, { open: upload });
      return true;
    },
    find: async (id) => entries.get(id),
    list: async ({ cursor = "", limit }) => {
      const after = inProgress().filter(({ id }) => id > cursor);
      const uploads = after.slice(0, limit);
      const last = uploads.at(-1)?.id;
      return { uploads, ...(after.length > limit && last !== undefined ? { cursor: last } : {}) };
    },
    close: async ({ id }, outcome) => {
      const entry = entries.get(id);
      if (entry !== undefined && "closed" in entry) return entry.closed;
      entries.set(id, { closed: outcome });
      return outcome;
    },
  };
  return { ledger, entries, admissions, most };
};

/** What the recorder of the tests answers unless they say otherwise: the object arrived as announced. */
export const asAnnounced = ({ record: { key, size, checksum } }: RecordRequest): RecordAnswer => ({
  recorded: {
    key,
    size,
    versionId: "version-1",
    etag: "9b2cf535f27731c974343645a3985328",
    createdAt: "2026-01-15T12:00:00.000Z",
    uploadedBy: "alice",
    uploadedByFrom: "folder",
    ...(checksum && { checksum }),
  },
});

/**
 * A world without network: the clock stands still, URLs are signed for real, S3 answers as `s3` says (what it throws
 * is thrown), the recorder as `recorder` says, and everything that is asked for is recorded.
 */
export const fakePlatform = (
  s3: (request: AwsRequest) => Answer = unexpected,
  {
    recorder = asAnnounced,
    until = new Date("2026-01-15T13:00:00Z"),
  }: { readonly recorder?: (request: RecordRequest) => RecordAnswer; readonly until?: Date } = {},
) => {
  const requests: AwsRequest[] = [];
  const lines: RequestReport[] = [];
  const accesses: string[] = [];
  const records: RecordRequest[] = [];
  /** What was asked of S3 and of the ledger, in order. */
  const asked: string[] = [];
  const ledgers = new Map<string, ReturnType<typeof fakeLedger>>();
  const ledgerOf = (caller: string) => {
    const known = ledgers.get(caller) ?? fakeLedger(asked);
    ledgers.set(caller, known);
    return known;
  };
  const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: sessionSecret, sessionToken };
  const { presign } = openBucket(
    { bucket: environment.bucket, region: environment.region, environment: {} },
    credentials,
  );
  const restoresTable = fakeRestoresTable();
  let ids = 0;
  const platform: Platform = {
    environment,
    now: () => noon,
    newId: () => {
      ids += 1;
      return String(ids).padStart(20, "0");
    },
    report: (line) => {
      lines.push(line);
      checkOutcome(line);
    },
    record: async (request) => {
      records.push(request);
      return recorder(request);
    },
    access: async (purpose, { openUploads }, caller) => {
      const { ledger, most } = ledgerOf(caller);
      most.uploads = openUploads;
      accesses.push(`${typeof purpose === "string" ? purpose : `remove ${purpose.versionId}`} for ${caller}`);
      const send = async (request: AwsRequest) => {
        requests.push(request);
        asked.push(`${request.method} ${request.path}`);
        const answer = s3(request);
        return typeof answer === "string"
          ? { headers: new Headers(), text: answer }
          : { headers: new Headers(answer), text: "" };
      };
      return { bucket: { presign, send }, ledger, table: restoresTable, until };
    },
  };
  return { platform, requests, lines, accesses, records, ledgerOf, asked };
};

const unexpected = ({ method, path }: AwsRequest): never => {
  throw new Error(`S3 was asked ${method} ${path}, which nobody expected`);
};

/** A call as API Gateway passes it on. */
export const call = (
  routeKey: string,
  more: Partial<GatewayEvent> & { readonly as?: Role; readonly by?: string; readonly json?: unknown } = {},
): GatewayEvent => {
  const { as = "uploader", by = "alice", json, ...fields } = more;
  return {
    routeKey,
    isBase64Encoded: false,
    requestContext: { requestId: "request-1", authorizer: { iam: { userArn: sessionArn(as, by) } } },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...fields,
  };
};

/** A handler's answer with its body parsed, which the contract must know. `T` is what a test relies on, and checks. */
export const read = async <T = Readonly<Record<string, unknown>>>(
  answer: Promise<APIGatewayProxyStructuredResultV2>,
) => {
  const { statusCode, headers = {}, body = "" } = await answer;
  const parsed = JSON.parse(body) as T;
  checkBody(statusCode, parsed);
  return { status: statusCode, headers, body: parsed };
};
