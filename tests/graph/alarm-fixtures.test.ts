import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logAlarmIds } from "../../components/alerting/alarm-catalogue";
import { type TrailAlarm, type TrailRecord, trailAlarms } from "../../tools/docs/trail-alarms";
import { graphOf } from "../support/graph";

// Records as CloudTrail writes them, for each alarm on the trail: some that must raise it, and near misses that must
// not. They are held against the patterns that the dev stack deploys.
const folder = join(__dirname, "..", "fixtures", "cloudtrail");
const filesOf = (alarm: string): string[] => readdirSync(join(folder, alarm));

let alarms: readonly TrailAlarm[];
beforeAll(async () => {
  alarms = trailAlarms(await graphOf());
}, 120_000);

const recordOf = (alarm: string, file: string): TrailRecord =>
  JSON.parse(readFileSync(join(folder, alarm, file), "utf8")) as TrailRecord;

test("every alarm on the trail has records, and every folder an alarm", () => {
  expect(readdirSync(folder).sort()).toEqual([...logAlarmIds].sort());
  expect(alarms.map(({ id }) => id).sort()).toEqual([...logAlarmIds].sort());
});

test.each(logAlarmIds)("%s has a record that raises it and three near misses, and nothing else", (alarm) => {
  const files = filesOf(alarm);
  expect(files.filter((file) => /^match-.*\.json$/.test(file)).length).toBeGreaterThanOrEqual(1);
  expect(files.filter((file) => /^near-miss-.*\.json$/.test(file)).length).toBeGreaterThanOrEqual(3);
  expect(files.filter((file) => !/^(match|near-miss)-.*\.json$/.test(file))).toEqual([]);
});

const cases = logAlarmIds.flatMap((alarm) => filesOf(alarm).map((file) => [alarm, file] as const));

test.each(cases)("%s: %s", (alarm, file) => {
  const counted = alarms.find(({ id }) => id === alarm)?.counts(recordOf(alarm, file));
  expect(counted).toBe(file.startsWith("match-"));
});

test.each(cases)("%s: %s is shaped as CloudTrail's records are", (alarm, file) => {
  expect(Object.keys(recordOf(alarm, file))).toEqual(
    expect.arrayContaining([
      ...["eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress"],
      ...["eventID", "readOnly", "eventType", "managementEvent", "recipientAccountId", "eventCategory"],
    ]),
  );
});
