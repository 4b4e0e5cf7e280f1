import { logAlarmIds, logAlarms } from "../../components/alerting/alarm-catalogue";
import type { AlertScope } from "../../components/alerting/alarm-definition";
import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";

// The longest names that the stack's naming allows: a company of 20 characters, an environment of 12, buckets of 63.
const stackPrefix = `${"c".repeat(20)}-${"e".repeat(12)}-`;
const name = (purpose: string): string => `${stackPrefix}ap-southeast-2-${purpose}`;
const key = (region: string) => `arn:aws-us-gov:kms:${region}:123456789012:key/16fe88dc-9163-a4ac-3f43-baab26f220e2`;
const longest: AlertScope = {
  account: "123456789012",
  buckets: [`${name("m")}-123456789012`.padEnd(63, "x"), `${name("v")}-123456789012`.padEnd(63, "x")],
  stackPrefix,
  logGroupName: `/aws/cloudtrail/${name("trail")}`,
  keys: ["us-gov-west-1", "us-gov-east-1", "ap-southeast-2"].map(key),
  apiId: "c9c01b8433",
  // What the default stack has, with the names that this prefix gives them; a role's name ends at 64 characters.
  readers: ["viewer", "admin", "api-read-presigner", "api-admin-presigner", "index-recorder", "main-replication"].map(
    (role) => name(role).slice(0, 64),
  ),
  listers: ["api-write-presigner", "custodian"].map((role) => name(role).slice(0, 64)),
};

test.each(logAlarmIds)(
  "%s: its patterns are of 1,024 characters at most with the longest names, and can be read",
  (id) => {
    const patterns = logAlarms[id].patterns(longest);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      expect(pattern.length).toBeLessThanOrEqual(1024);
      expect(() => compileFilterPattern(pattern)).not.toThrow();
      // CloudWatch takes three wildcards in the selectors of one pattern.
      expect(pattern.split("[*]").length - 1).toBeLessThanOrEqual(3);
    }
  },
);

test("all filters of the longest stack are well below the hundred that one log group takes", () => {
  expect(logAlarmIds.flatMap((id) => logAlarms[id].patterns(longest))).toHaveLength(30);
});
