import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  type QueryDefinition,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { queryIds } from "../../components/alerting/saved-queries";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

type Row = Readonly<Record<string, string>>;

const sandbox = useSandbox();
const group = "/test/events";
// A whole hour, so that five minutes begin with it.
const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;

/** Two callers' calls, a minute apart, and a line that is no JSON. */
const events = [
  { caller: { name: "alice" }, call: "Put", bytes: 100, tags: ["a", { deep: "x" }], ok: true, error: null },
  { caller: { name: "alice" }, call: "Put", bytes: 50, error: "Denied" },
  { caller: { name: "bob" }, call: "Get", bytes: 7.5, error: "Denied" },
  { caller: { name: "alice" }, call: "Get", bytes: "9" },
  'plain text, with 2 | 3 "words"',
  { caller: { name: "carl" }, call: "Delete", "odd-name": "y" },
];

let root: CloudWatchLogsClient;
beforeAll(async () => {
  root = new CloudWatchLogsClient(await rootSettings(sandbox.get()));
  const stream = { logGroupName: group, logStreamName: "s" };
  await root.send(new CreateLogGroupCommand({ logGroupName: group }));
  await root.send(new CreateLogStreamCommand(stream));
  const logEvents = events.map((event, minute) => ({
    timestamp: hour + minute * 60_000,
    message: typeof event === "string" ? event : JSON.stringify(event),
  }));
  await root.send(new PutLogEventsCommand({ ...stream, logEvents }));
});

const ask = async (logs: CloudWatchLogsClient, logGroupName: string, queryString: string): Promise<Row[]> => {
  const startTime = hour / 1000;
  const { queryId } = await logs.send(
    new StartQueryCommand({ logGroupName, queryString, startTime, endTime: startTime + 3 * 3600 }),
  );
  const { results = [], status } = await logs.send(new GetQueryResultsCommand({ queryId }));
  expect(status).toBe("Complete");
  return results.map((columns) => Object.fromEntries(columns.map(({ field = "", value = "" }) => [field, value])));
};

const own = (query: string): Promise<Row[]> => ask(root, group, query);

/** The names of those whose events a condition lets through, in the order in which they came. */
const callersWhere = async (condition: string): Promise<string[]> => {
  const rows = await own(`filter ${condition} | display caller.name, call | sort @timestamp asc`);
  return rows.map((row) => `${row["caller.name"] ?? "nobody"} ${row.call ?? ""}`.trim());
};

test.each([
  ['caller.name = "alice"', ["alice Put", "alice Put", "alice Get"]],
  ['caller.name != "alice"', ["bob Get", "carl Delete"]],
  ['call = "Put" and ispresent(error)', ["alice Put"]],
  ['call = "Put" or caller.name = "bob"', ["alice Put", "alice Put", "bob Get"]],
  ['call = "Delete" or call = "Put" and bytes > 50', ["alice Put", "carl Delete"]],
  ['(call = "Delete" or call = "Put") and not (bytes > 50)', ["alice Put", "carl Delete"]],
  ["bytes <= 9", ["bob Get", "alice Get"]],
  ['call in ["Get", "Delete"]', ["bob Get", "alice Get", "carl Delete"]],
  ['call not in ["Get", "Delete"]', ["alice Put", "alice Put"]],
  ["call like /^[GD]e/", ["bob Get", "alice Get", "carl Delete"]],
  ["call like /(?i)^PUT$/", ["alice Put", "alice Put"]],
  ["call =~ /ele/", ["carl Delete"]],
  ['call like "ut"', ["alice Put", "alice Put"]],
  ['call not like "et"', ["alice Put", "alice Put"]],
  ["not ispresent(call)", ["nobody"]],
  ['@message like "2 | 3"', ["nobody"]],
  ['tags.1.deep = "x"', ["alice Put"]],
  ['tags.0 = "a" # the first\n', ["alice Put"]],
  ['`odd-name` = "y"', ["carl Delete"]],
  ["ok = 1", ["alice Put"]],
  ['tolower(call) = "delete"', ["carl Delete"]],
  ['call = "Nothing"', []],
])("filter %s", async (condition, expected) => {
  expect(await callersWhere(condition)).toEqual(expected);
});

test("statistics by group: how many, how much, the first and the last; what a group lacks is left out", async () => {
  const rows = await own(
    "stats count(*) as n, count(error) as errors, sum(bytes) as total, avg(bytes), min(bytes) as least, max(bytes) as most, " +
      "earliest(call) as first, latest(call) as last, count_distinct(call) as kinds by caller.name | sort n desc, caller.name",
  );
  expect(rows).toEqual([
    {
      "caller.name": "alice",
      n: "3",
      errors: "1",
      total: "159",
      "avg(bytes)": "53",
      least: "9",
      most: "100",
      first: "Put",
      last: "Get",
      kinds: "2",
    },
    { n: "1", errors: "0", kinds: "0" },
    {
      "caller.name": "bob",
      n: "1",
      errors: "1",
      total: "7.5",
      "avg(bytes)": "7.5",
      least: "7.5",
      most: "7.5",
      first: "Get",
      last: "Get",
      kinds: "1",
    },
    { "caller.name": "carl", n: "1", errors: "0", first: "Delete", last: "Delete", kinds: "1" },
  ]);
});

test("statistics by time, and without a group; of nothing there are none but the count", async () => {
  const day = new Date(hour).toISOString().slice(0, 14).replace("T", " ");
  expect(await own("stats count(*) by bin(5m) | sort bin(5m) desc")).toEqual([
    { "bin(5m)": `${day}05:00.000`, "count(*)": "1" },
    { "bin(5m)": `${day}00:00.000`, "count(*)": "5" },
  ]);
  expect(await own("stats sum(bytes) as total")).toEqual([{ total: "166.5" }]);
  expect(await own('filter call = "Nothing" | stats count(*) as n, sum(bytes)')).toEqual([{ n: "0" }]);
  expect(await own('filter call = "Nothing" | stats count(*) by call')).toEqual([]);
});

test("fields and aliases; newest first where nothing is said, sorted by number where there are numbers; a limit", async () => {
  const rows = await own("fields caller.name as who, bytes | filter ispresent(bytes) | sort bytes desc | limit 3");
  expect(rows).toEqual([
    { who: "alice", bytes: "100", "@ptr": expect.any(String) },
    { who: "alice", bytes: "50", "@ptr": expect.any(String) },
    { who: "alice", bytes: "9", "@ptr": expect.any(String) },
  ]);
  const [newest, second] = await own("limit 2");
  expect(newest?.["@message"]).toContain("carl");
  expect(second?.["@message"]).toBe('plain text, with 2 | 3 "words"');
});

test("the order of sort is the documented one", async () => {
  // From https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html, and three numbers more.
  const texts = ["!:", "#", "*%04", "0#", "5A", "111A", "2345_", "@", "@_", "A", "A9876fghj", "a12345hfh"];
  const ordered = [...texts, "-10", "-9.5", "0", "1", "2", "3", "10"];
  const stream = { logGroupName: "/test/order", logStreamName: "s" };
  await root.send(new CreateLogGroupCommand(stream));
  await root.send(new CreateLogStreamCommand(stream));
  const logEvents = [...ordered]
    .sort()
    .map((value, second) => ({ timestamp: hour + second * 1000, message: JSON.stringify({ value }) }));
  await root.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const sorted = async (query: string) => (await ask(root, "/test/order", query)).map(({ value }) => value);
  expect(await sorted("sort value asc | display value")).toEqual(ordered);
  expect(await sorted("sort value desc | display value | limit 2")).toEqual(["10", "3"]);
});

test.each([
  ['parse @message "*" as x', "does not know the command 'parse'"],
  ["filter call", "expected a comparison"],
  ["filter call = ", "expected a field, a function or a value at the end of the query"],
  ["filter call like", "expected a string at the end of the query"],
  ["filter call like /(/", "the regular expression /(/ is wrong"],
  ["filter call in []", "expected a string"],
  ["filter call not = 3", "expected a comparison"],
  ["filter a + 1 > 2", "unexpected '+' at character 10"],
  ["filter isValidIp(a)", "does not know the function isvalidip()"],
  ["filter ispresent(a, b)", "takes 1, not 2"],
  ["stats pct(bytes, 95)", "does not know the statistic pct()"],
  ["stats count(*) by bin(1y)", "unexpected"],
  ["sort bytes downwards", "expected '|', not 'downwards'"],
  ["limit 0", "limit takes 1 to 10000"],
  ["limit many", "expected a number"],
  ["fields a |", "expected a command"],
  ["", "the query is empty"],
])("a query that cannot be run says why: %s", async (query, reason) => {
  await expect(own(query)).rejects.toMatchObject({
    name: "MalformedQueryException",
    message: expect.stringContaining(reason),
  });
});

describe("the stack's saved queries, run by the auditor", () => {
  let auditor: CloudWatchLogsClient;
  let uploader: Member;
  let saved: QueryDefinition[];
  const run = (id: string): Promise<Row[]> => {
    const query = saved.find(({ name }) => name === `coffer/sandbox/${id}`);
    return ask(auditor, query?.logGroupNames?.[0] ?? "", query?.queryString ?? "");
  };
  const session = (role: string, user: string): string =>
    `arn:aws:sts::000000000000:assumed-role/acme-sandbox-eu-central-1-${role}/${user}`;
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  beforeAll(async () => {
    const { deployment, relay } = sandbox.get();
    const { bucket, keyArn } = deployment.outputs;
    const settings = await rootSettings(sandbox.get());
    uploader = await memberOf(sandbox.get(), "uploader");
    const viewer = await memberOf(sandbox.get(), "viewer");
    const { s3 } = await memberOf(sandbox.get(), "auditor");
    auditor = new CloudWatchLogsClient({ ...settings, credentials: s3.config.credentials });
    ({ queryDefinitions: saved = [] } = await auditor.send(new DescribeQueryDefinitionsCommand()));
    const put = (Key: string) =>
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: "12345",
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: keyArn,
      });
    const owner = new S3Client({ ...settings, forcePathStyle: true });
    const kms = new KMSClient(settings);
    await owner.send(put("uploads/root/1.txt"));
    await owner.send(new DeleteObjectCommand({ Bucket: bucket, Key: "uploads/root/1.txt" }));
    const attempts = await Promise.allSettled([
      ...[1, 2, 3].map((number) => uploader.s3.send(put(`uploads/bob/${number}.txt`))),
      viewer.s3.send(put("uploads/victor/1.txt")),
      uploader.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "uploads/bob/2.txt", VersionId: "v1" })),
      kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from("no ciphertext"), KeyId: keyArn })),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual(Array(6).fill("rejected"));
    await relay.settled();
  });

  test("are there, and each runs as it is, and finds something", async () => {
    expect(saved.map(({ name }) => name).sort()).toEqual(queryIds.map((id) => `coffer/sandbox/${id}`).sort());
    for (const id of queryIds) expect({ id, rows: (await run(id)).length }).not.toEqual({ id, rows: 0 });
  });

  test("failed uploads: whose, why, from where, how many", async () => {
    const common = { errorCode: "AccessDenied", sourceIPAddress: "127.0.0.1", lastSeen: time };
    expect(await run("failed-uploads-by-caller")).toEqual([
      { ...common, "userIdentity.arn": session("uploader", "alice"), failures: "3" },
      { ...common, "userIdentity.arn": session("viewer", "victor"), failures: "1" },
    ]);
  });

  test("deletions: of what, by whom, by version or not", async () => {
    const common = {
      eventName: "DeleteObject",
      eventTime: time,
      sourceIPAddress: "127.0.0.1",
      "@ptr": expect.any(String),
    };
    const rows = await run("deletions");
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      ...common,
      "userIdentity.arn": "arn:aws:iam::000000000000:root",
      "requestParameters.key": "uploads/root/1.txt",
    });
    expect(rows).toContainEqual({
      ...common,
      "userIdentity.arn": session("uploader", "alice"),
      "requestParameters.key": "uploads/bob/2.txt",
      "requestParameters.versionId": "v1",
      errorCode: "AccessDenied",
    });
  });

  test("activity: what each caller did, how often", async () => {
    const rows = await run("activity-by-caller");
    const common = { sourceIPAddress: "127.0.0.1", lastSeen: time };
    const s3 = { ...common, eventSource: "s3.amazonaws.com" };
    expect(rows.filter((row) => row["userIdentity.arn"]?.endsWith("/alice"))).toHaveLength(3);
    expect(rows).toContainEqual({
      ...common,
      eventSource: "sts.amazonaws.com",
      "userIdentity.arn": "arn:aws:iam::000000000000:user/alice",
      eventName: "AssumeRole",
      calls: "1",
    });
    expect(rows).toContainEqual({
      ...s3,
      "userIdentity.arn": session("uploader", "alice"),
      eventName: "PutObject",
      errorCode: "AccessDenied",
      calls: "3",
    });
    expect(rows).toContainEqual({
      ...s3,
      "userIdentity.arn": "arn:aws:iam::000000000000:root",
      eventName: "PutObject",
      calls: "1",
    });
  });

  test("the auditor asks the trail's log group only, and an uploader none", async () => {
    const { trailLogGroup } = sandbox.get().deployment.outputs;
    const settings = await rootSettings(sandbox.get());
    const asUploader = new CloudWatchLogsClient({ ...settings, credentials: uploader.s3.config.credentials });
    const attempt = (logs: CloudWatchLogsClient, ...logGroupNames: string[]) =>
      logs.send(new StartQueryCommand({ logGroupNames, queryString: "limit 1", startTime: 0, endTime: 1 }));
    const refused = { name: "AccessDeniedException" };
    await expect(attempt(auditor, trailLogGroup)).resolves.toMatchObject({ queryId: expect.any(String) });
    await expect(attempt(auditor, group)).rejects.toMatchObject(refused);
    await expect(attempt(auditor, trailLogGroup, group)).rejects.toMatchObject(refused);
    await expect(attempt(asUploader, trailLogGroup)).rejects.toMatchObject(refused);
  });
});
