import { availableParallelism, loadavg } from "node:os";
import type { GatewayEvent } from "../../functions/api/handler";
import type { Outcome } from "../../functions/api/ledger";
import { type Platform, reporter } from "../../functions/api/platform";
import type { AwsRequest } from "../../functions/aws/request";
import { type Bucket, objectPath, openBucket } from "../../functions/aws/s3/bucket";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config, environment } from "../../tests/support/api-config";
import { call } from "../../tests/support/fake-platform";
import { objectList } from "../../tests/support/s3-answers";
import { presignedSignature } from "../../tests/support/sigv4";
import { commandLine } from "../graph/command-line";
import { loadTimes } from "./load-times";
import { type Figure, perSecond, printFigures, timeEach } from "./measure";

/**
 * `npm run bench:api`: how fast the API's functions sign, answer and load, in this process and without a network. The
 * AWS calls are answered at once; validation, signing, logs and metrics are the functions' own.
 */

const program = commandLine("bench:api", "Measures the API's functions beside what they must reach.")
  .option("--strict", "end with 1 if a figure misses its target; not for shared machines")
  .parse();

process.env.POWERTOOLS_SERVICE_NAME = "bench";
process.env.POWERTOOLS_METRICS_NAMESPACE = "Coffer";

const place = { bucket: environment.bucket, region: environment.region, environment: {} };
// As long as those that STS gives to a session with a policy.
const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3Jp".repeat(110),
};

/** The upload of a small file, as the write function signs it. */
const put = (index: number) => ({
  method: "PUT",
  path: objectPath(`uploads/alice/reports/2026/file ${index}.pdf`),
  headers: {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
    "content-type": "application/pdf",
    "x-amz-meta-coffer-upload": "0t8w5s000000000000000000000",
    "x-amz-meta-coffer-caller": "alice",
    "content-length": "4096",
    "if-none-match": "*",
  },
  expiresIn: 900,
  at: new Date(),
});

const signatures = async (): Promise<Figure[]> => {
  const { presign } = openBucket(place, credentials);
  const signer = await perSecond(10_000, (index) => presign(put(index)));
  // AWS's description written down as it is, with nothing kept from one signature to the next.
  const { headers, ...request } = put(0);
  const url = await presign({ headers, ...request });
  const textbook = await perSecond(5_000, async () =>
    presignedSignature({ method: "PUT", url, headers }, credentials.secretAccessKey),
  );
  return [
    { what: "presigned URLs", value: signer, unit: "a second", target: { atLeast: 10_000 } },
    { what: "  beside a textbook implementation", value: textbook, unit: "a second" },
    { what: "  ratio", value: signer / textbook, unit: "times" },
  ];
};

/** A platform whose AWS answers at once. */
const platformWith = (list: string): Platform => {
  const answers: Pick<Bucket, "send"> = {
    send: async ({ method }: AwsRequest) => ({
      headers: new Headers(),
      text:
        method === "GET"
          ? list
          : "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
    }),
  };
  const bucket = { ...openBucket(place, credentials), ...answers };
  const ledger = {
    admit: async () => "admitted" as const,
    open: async () => true,
    find: async () => undefined,
    list: async () => ({ uploads: [] }),
    close: async (_: object, outcome: Outcome) => outcome,
  };
  return {
    environment,
    now: Date.now,
    newId: () => "00000000000000000000",
    access: async () => ({
      bucket,
      ledger,
      table: { call: async () => ({}), name: "uploads" },
      until: new Date(Date.now() + 3_600_000),
    }),
    record: async () => ({ refused: "missing" }),
    report: reporter(),
  };
};

/** Calls a handler again and again; what it logs goes nowhere. */
const timeHandler = async (
  times: number,
  handler: (event: GatewayEvent) => Promise<{ readonly statusCode?: number | undefined }>,
  event: GatewayEvent,
) => {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    return await timeEach(times, async () => {
      const { statusCode } = await handler(event);
      if (statusCode !== 200) throw new Error(`the handler answered ${statusCode}`);
    });
  } finally {
    process.stdout.write = write;
  }
};

const handlers = async (): Promise<Figure[]> => {
  const write = writeApi(config, platformWith(objectList([])));
  const plan = (count: number, size: number) =>
    call("POST /uploads", {
      json: { uploads: Array.from({ length: count }, (_, index) => ({ key: `reports/file ${index}.pdf`, size })) },
    });
  const single = await timeHandler(1_000, write, plan(1, 4096));
  const ten = await timeHandler(300, write, plan(10, 4096));
  const hundred = await timeHandler(100, write, plan(100, 4096));

  const entries = Array.from({ length: 1000 }, (_, index) => [`uploads/alice/2026/file+${index}.pdf`, index] as const);
  const read = readApi(config, platformWith(objectList(entries)));
  const listing = await timeHandler(200, read, call("GET /objects", { as: "viewer" }));
  const figures = (what: string, { p50, p99 }: { readonly p50: number; readonly p99: number }, atMost?: number) => [
    { what: `${what}, p50`, value: p50, unit: "ms" },
    { what: `${what}, p99`, value: p99, unit: "ms", ...(atMost !== undefined && { target: { atMost } }) },
  ];
  return [
    ...figures("POST /uploads, one file", single, 2),
    ...figures("POST /uploads, ten files", ten, 2),
    // A hundred signatures alone take longer than one answer may.
    ...figures("POST /uploads, a hundred files", hundred),
    ...figures("GET /objects, 1,000 entries", listing, 15),
  ];
};

const bench = async (strict: boolean): Promise<void> => {
  const figures = [...(await signatures()), ...(await handlers()), ...(await loadTimes())];
  const [load = 0] = loadavg();
  console.log(
    `Node.js ${process.version}; ${load.toFixed(1)} programs wanted one of ${availableParallelism()} processors`,
  );
  if (!printFigures(figures) && strict) process.exitCode = 1;
};

bench(program.opts<{ strict?: boolean }>().strict ?? false).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
