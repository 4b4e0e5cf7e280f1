import { readFile } from "node:fs/promises";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../support/eventually";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

// A day's work through the API, as the relay records it: what callers ask, and what the functions do for them. It must
// leave every alarm in OK. The pure counterpart, with more kinds of records, is tests/graph/alarm-day.test.ts.
const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
let metrics: CloudWatchClient;
let logs: CloudWatchLogsClient;
let queues: SQSClient;
beforeAll(async () => {
  const { emulator } = sandbox.get();
  [uploader, viewer, admin] = await Promise.all([
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
    memberOf(sandbox.get(), "admin"),
  ]);
  const client = {
    endpoint: emulator.direct.endpoint,
    region: emulator.region,
    credentials: emulator.root,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  };
  metrics = new CloudWatchClient(client);
  logs = new CloudWatchLogsClient(client);
  queues = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
}, 60_000);

interface TrailRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly errorCode?: string;
  readonly userIdentity: { readonly arn?: string };
}

const records = async (): Promise<TrailRecord[]> => {
  const { relay, deployment } = sandbox.get();
  await relay.settled();
  const found: TrailRecord[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName: deployment.outputs.trailLogGroup, nextToken, limit: 1000 }),
    );
    found.push(...(page.events ?? []).map(({ message = "{}" }) => JSON.parse(message) as TrailRecord));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
};

const upload = async (key: string, content: Buffer): Promise<string> => {
  const [plan] = (await uploader.api.createUploads({ uploads: [{ key, size: content.length }] })).uploads;
  if (plan === undefined) throw new Error("the API answered without a plan");
  if (plan.kind === "single") await uploader.api.put(plan.url, content, plan.headers);
  else
    for (const { url, size, partNumber } of plan.parts) {
      const begin = (partNumber - 1) * plan.partSize;
      await uploader.api.put(url, content.subarray(begin, begin + size), { "content-length": String(size) });
    }
  await uploader.api.completeUpload(plan.id);
  return plan.key;
};

test("a day's work through the API leaves every alarm in OK", async () => {
  const MiB = 1024 ** 2;
  const [small] = [await upload("day/report.pdf", Buffer.from("report")), await upload("day/b.txt", Buffer.from("b"))];
  await upload("day/film.bin", Buffer.alloc(17 * MiB, "film"));
  const [given] = (await uploader.api.createUploads({ uploads: [{ key: "day/given-up", size: 17 * MiB }] })).uploads;
  await uploader.api.listUploads();
  await uploader.api.getUpload(given?.id ?? "");
  await uploader.api.abortUpload(given?.id ?? "");
  await viewer.api.listObjects({ prefix: "uploads/alice/day/" });
  const { url } = await viewer.api.getObject(small);
  expect((await viewer.api.fetch(url)).status).toBe(200);
  await viewer.api.createDownloads({ downloads: [{ key: small }] });
  const { versions } = await viewer.api.listVersions(small);
  for (const missing of ["uploads/alice/no-1", "uploads/alice/no-2"])
    await expect(viewer.api.getObject(missing)).rejects.toMatchObject({ status: 404 });
  await expect(viewer.api.deleteObject(small)).rejects.toMatchObject({ status: 403 });
  await admin.api.deleteObject(small);
  await admin.api.createRestore({ kind: "version", key: small, versionId: versions[0]?.versionId ?? "" });

  // What the functions did by their own roles is among the records: without these, the test would prove nothing.
  const found = await records();
  const by = (role: string): Set<string> =>
    new Set(
      found
        .filter(({ userIdentity }) => userIdentity.arn?.includes(`/acme-sandbox-eu-central-1-${role}/`))
        .map(({ eventName }) => eventName),
    );
  expect(by("api-write-presigner")).toContain("ListObjects");
  expect(by("api-write-presigner")).toContain("CompleteMultipartUpload");
  expect(by("api-read-presigner")).toContain("GetObject");
  expect(by("api-admin-presigner")).toContain("ListObjectVersions");
  expect(by("index-recorder")).toContain("HeadObject");
  expect(found.length).toBeGreaterThanOrEqual(35);

  const { MetricAlarms = [] } = await metrics.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  expect(MetricAlarms.length).toBe(27);
  expect(MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(({ AlarmName }) => AlarmName)).toEqual([]);

  const count = new Map<string, number>();
  for (const { eventSource } of found) count.set(eventSource, (count.get(eventSource) ?? 0) + 1);
  process.stdout.write(`${found.length} records ${JSON.stringify([...count])}, ${MetricAlarms.length} alarms\n`);
}, 180_000);

test("no notice of it became a dead letter", async () => {
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: "acme-sandbox-eu-central-1-notices" }));
  const waiting = async () => {
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return Object.values(Attributes ?? {}).reduce((sum, value) => sum + Number(value), 0);
  };
  expect(await eventually(waiting, (left) => left === 0, 60)).toBe(0);
  const dead = await queues.send(new GetQueueUrlCommand({ QueueName: "acme-sandbox-eu-central-1-notices-dead" }));
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  expect(Attributes?.ApproximateNumberOfMessages).toBe("0");
}, 90_000);

test("one read by a role that the stack does not know raises unknown-reader, and nothing else", async () => {
  const { emulator, relay, deployment } = sandbox.get();
  const { S3Client, ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const root = new S3Client({
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: emulator.root,
    forcePathStyle: true,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
  await root.send(new ListObjectsV2Command({ Bucket: deployment.outputs.bucket }));
  await relay.settled();
  const raised = await eventually(
    async () => {
      const { MetricAlarms = [] } = await metrics.send(new DescribeAlarmsCommand({ StateValue: "ALARM" }));
      return MetricAlarms.map(({ AlarmName = "" }) => AlarmName.replace("acme-sandbox-eu-central-1-", "")).sort();
    },
    (names) => names.length >= 2,
    30,
  );
  // The caller here is the root user.
  expect(raised).toEqual(["root-use", "unknown-reader"]);
}, 60_000);
