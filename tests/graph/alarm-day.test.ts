import { readFileSync } from "node:fs";
import { join } from "node:path";
import { logAlarmIds } from "../../components/alerting/alarm-catalogue";
import { fires, type TrailAlarm, type TrailRecord, trailAlarms } from "../../tools/docs/trail-alarms";
import { graphOf } from "../support/graph";

// Records as CloudTrail writes them, one a line: what the functions do for each route of the API, what `pulumi up` does,
// and a day of people, of AWS's services and of another team in the same account. Nobody wants to be woken by them.
const recordsOf = (name: string): TrailRecord[] =>
  readFileSync(join(__dirname, "..", "fixtures", "day", `${name}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TrailRecord);

const functions = recordsOf("functions");
const deployment = recordsOf("deployment-without-change");
const changing = recordsOf("deployment-with-changes");
const day = recordsOf("day");

let alarms: readonly TrailAlarm[];
beforeAll(async () => {
  alarms = trailAlarms(await graphOf());
}, 120_000);

const fired = (records: readonly TrailRecord[]): string[] =>
  alarms
    .filter((alarm) => fires(alarm, records))
    .map(({ id }) => id)
    .sort();

test("the records are of every kind of work, and there are as many as the documents say", () => {
  expect([functions.length, deployment.length, changing.length, day.length]).toEqual([28, 176, 9, 380]);
  const sources = new Set([...functions, ...deployment, ...day].map(({ eventSource }) => eventSource));
  for (const service of ["s3", "sts", "iam", "kms", "lambda", "apigateway", "dynamodb", "logs", "monitoring", "sns"])
    expect(sources).toContain(`${service}.amazonaws.com`);
  expect(new Set(functions.map(({ eventName }) => eventName))).toEqual(
    new Set([
      ...["AssumeRole", "ListObjects", "ListObjectVersions", "ListParts", "ListMultipartUploads", "HeadObject"],
      ...["CreateMultipartUpload", "CompleteMultipartUpload", "AbortMultipartUpload", "UploadPartCopy", "CopyObject"],
      ...["RestoreObject", "DeleteObject", "GetObject", "PutObject", "CreateLogStream"],
    ]),
  );
});

test("every alarm on the trail is asked", () => {
  expect(alarms.map(({ id }) => id).sort()).toEqual([...logAlarmIds].sort());
});

test("what the functions do for the API raises no alarm", () => {
  expect(fired(functions)).toEqual([]);
});

test("a deployment that changes nothing raises no alarm", () => {
  expect(fired(deployment)).toEqual([]);
});

test("a day's work raises no alarm, with the functions' calls and a deployment on the same day", () => {
  expect(fired([...day, ...functions, ...deployment])).toEqual([]);
});

test("a deployment that changes what guards the files raises the alarms on just that, and docs/audit.md says so", () => {
  const expected = [
    "alerting-changed",
    "api-changed",
    "bucket-policy-changed",
    "guardrail-touched",
    "iam-policy-changed",
    "role-changed",
    "table-changed",
  ];
  expect(fired(changing)).toEqual(expected);
  const text = readFileSync(join(__dirname, "..", "..", "docs", "audit.md"), "utf8");
  const paragraph = text.split("\n\n").find((part) => part.startsWith("**Deployments**")) ?? "";
  expect([...paragraph.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id).sort()).toEqual(expected);
});

test("the grants that DynamoDB and Lambda make in a deployment raise no alarm", () => {
  const grants = changing.filter(({ eventName }) => eventName === "CreateGrant");
  expect(grants).toHaveLength(2);
  expect(fired(grants)).toEqual([]);
});

describe("the same records raise an alarm", () => {
  const once = (alarm: string, record: TrailRecord): void => {
    expect(fired([...day, record])).toEqual([alarm]);
  };
  const [first] = functions.filter(({ eventName }) => eventName === "ListObjects");

  test("if the one who lists is of a role that nobody knows", () => {
    const text = JSON.stringify(first).replaceAll("api-write-presigner", "somebody-else");
    once("unknown-reader", JSON.parse(text) as TrailRecord);
  });

  test("if the write function's role reads content", () => {
    once("unknown-reader", { ...first, eventName: "GetObject" });
  });

  test("if the other team's change is of this stack's bucket", () => {
    const other = day.find(({ eventName }) => eventName === "PutBucketPublicAccessBlock");
    const text = JSON.stringify(other).replace('"acme-billing"', '"acme-dev-eu-central-1-main-123456789012"');
    once("guardrail-touched", JSON.parse(text) as TrailRecord);
  });
});

describe("an alarm fires", () => {
  const alarm: TrailAlarm = { id: "x", patterns: [], threshold: 2, periodSeconds: 60, counts: () => true };
  const at = (eventTime: string): TrailRecord => ({ eventTime });

  test("at its threshold within one period, and not across two", () => {
    expect(fires(alarm, [at("2026-03-04T09:00:01Z"), at("2026-03-04T09:00:59Z")])).toBe(true);
    expect(fires(alarm, [at("2026-03-04T09:00:59Z"), at("2026-03-04T09:01:00Z")])).toBe(false);
    expect(fires(alarm, [at("2026-03-04T09:00:59Z")])).toBe(false);
  });
});
