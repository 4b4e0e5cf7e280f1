import { gunzipSync } from "node:zlib";
import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";
import { logFile } from "../../tools/sandbox/audit/log-file";
import { type MetricFilter, metricData } from "../../tools/sandbox/audit/metric-filters";
import { recently } from "../../tools/sandbox/audit/recent";

test("a log file is named and packed as CloudTrail does it", () => {
  const place = { accountId: "123456789012", region: "eu-central-1", prefix: "audit" };
  const file = logFile([], place, new Date("2026-03-04T05:06:07Z"));
  expect(file.key).toMatch(
    /^audit\/AWSLogs\/123456789012\/CloudTrail\/eu-central-1\/2026\/03\/04\/123456789012_CloudTrail_eu-central-1_20260304T0506Z_[A-Za-z0-9]{16}\.json\.gz$/,
  );
  expect(JSON.parse(gunzipSync(file.content).toString())).toEqual({ Records: [] });
  const bare = logFile([], { ...place, prefix: "" }, new Date("2026-03-04T05:06:07Z"));
  expect(bare.key).toMatch(/^AWSLogs\//);
  expect(bare.key.slice(-24)).not.toBe(file.key.slice(-24));
});

describe("a metric filter", () => {
  const transformation = { metricName: "m", metricNamespace: "n", metricValue: "1", defaultValue: 0 };
  const filter: MetricFilter = {
    name: "errors",
    group: "g",
    pattern: compileFilterPattern("ERROR"),
    transformations: [transformation],
  };
  const minute = 60_000;

  test("publishes a value for each match", () => {
    const data = metricData(filter, transformation, ["ERROR", "fine", "ERROR"], 5 * minute, new Map());
    expect(data.map(({ Value, Timestamp }) => [Value, Timestamp])).toEqual([
      [1, new Date(300_000)],
      [1, new Date(300_000)],
    ]);
  });

  test("publishes its default once in a minute in which events come and none matches", () => {
    const spoken = new Map<string, number>();
    const values = (now: number, ...messages: string[]) =>
      metricData(filter, transformation, messages, now, spoken).map(({ Value }) => Value);
    expect(values(0, "fine")).toEqual([0]);
    expect(values(59_999, "fine")).toEqual([]);
    expect(values(minute, "ERROR")).toEqual([1]);
    expect(values(minute + 1, "fine")).toEqual([]);
    expect(values(2 * minute, "fine")).toEqual([0]);
  });

  test("without a default publishes nothing where nothing matches", () => {
    const { defaultValue: _, ...without } = transformation;
    expect(metricData(filter, without, ["fine"], 0, new Map())).toEqual([]);
  });
});

test("an answer is asked for again when it is old, each by itself, and a failure is not kept", async () => {
  let now = 0;
  const asked: string[] = [];
  let broken = false;
  const ask = recently(
    async (of) => {
      asked.push(of);
      if (broken) throw new Error("down");
      return asked.length;
    },
    1000,
    () => now,
  );
  expect([await ask("a"), await ask("a"), await ask("b")]).toEqual([1, 1, 2]);
  now = 999;
  expect(await ask("a")).toBe(1);
  now = 1000;
  broken = true;
  await expect(ask("a")).rejects.toThrow("down");
  broken = false;
  expect(await ask("a")).toBe(4);
});
