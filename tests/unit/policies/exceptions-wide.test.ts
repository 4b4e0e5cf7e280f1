import { stripVTControlCharacters } from "node:util";
import { runRules, type Settings } from "../../../policies/framework/run";
import { junitReport } from "../../../tools/graph/check/junit";
import { sarifLog } from "../../../tools/graph/check/sarif";
import { printOutcome } from "../../../tools/graph/check/text-report";
import { indexOf, resource, ruleCalled } from "../../support/policies";

const today = "2026-03-01";
const rules = [ruleCalled("s3-versioning"), ruleCalled("s3-access-logs")];
const index = indexOf([resource("aws:s3/bucket:Bucket", "site-a"), resource("aws:s3/bucket:Bucket", "site-b")]);
const exception = {
  rule: "s3-versioning",
  resource: "aws:s3/bucket:Bucket/site-a",
  reason: "it holds what a build can make again",
  expires: "2026-12-31",
};

const run = (settings: Partial<Settings>) => runRules(rules, index, { today, ...settings });
const problemsOf = (change: Partial<typeof exception>, settings: Partial<Settings> = {}) =>
  run({ exceptions: [{ ...exception, ...change }], ...settings }).problems;

describe("an exception for every resource counts for nothing", () => {
  test.each([
    ["*"],
    ["**"],
    ["*/*"],
    [" * "],
    ["*:*/*"],
    ["aws:*"],
    ["aws:*/*"],
    ["a*/*"],
    ["*e*/*i*"],
    ["urn:*"],
    ["urn:pulumi:*"],
    ["urn:pulumi:test::*"],
    ["urn:pulumi:test::test::*"],
    ["urn:pulumi:test::test::aws:*::*"],
    ["urn:pulumi:*::*::*::*"],
  ])("%s", (pattern) => {
    const { accepted, problems } = run({ exceptions: [{ ...exception, resource: pattern }] });
    expect(accepted).toEqual([]);
    expect(problems).toEqual([
      `Exception 1 does not count: its resource is '${pattern}', which is every resource; name a type and a name.`,
    ]);
  });

  test.each([
    ["aws:s3/bucket:Bucket/*"],
    ["aws:s3/bucket:Bucket/site-a"],
    ["*/site-a"],
    ["urn:pulumi:test::*::site-a"],
  ])("%s counts", (pattern) => {
    expect(problemsOf({ resource: pattern })).toEqual([]);
  });
});

describe("a reason without words is none", () => {
  test.each([
    ["spaces", " ".repeat(20)],
    ["spaces of another kind", "\u00a0".repeat(20)],
    ["characters of no width", "\u200b".repeat(20)],
    ["dashes", "-".repeat(20)],
    ["dots and dashes", ".-.-.-.-.-.-.-"],
    ["one letter over and over", "xxxxxxxxxxxxxxx"],
    ["two letters over and over", "xyxyxyxyxyxyxy"],
  ])("%s", (_, reason) => {
    expect(problemsOf({ reason })).toEqual(["Exception 1 does not count: its reason is too short to say why."]);
  });

  test.each([["Wird täglich neu erzeugt"], ["毎日ビルドで作り直されます"]])("%s is one", (reason) => {
    expect(problemsOf({ reason })).toEqual([]);
  });
});

describe("an exception ends within 400 days", () => {
  test.each([["9999-12-31"], ["2036-03-01"], ["2027-04-06"]])("%s is too late", (expires) => {
    expect(problemsOf({ expires })).toEqual([
      `Exception 1 does not count: expires is ${expires}; give a day at most 400 days from now, and renew it then.`,
    ]);
  });

  test.each([["2027-04-05"], ["2026-03-01"]])("%s is not", (expires) => {
    expect(problemsOf({ expires })).toEqual([]);
  });
});

describe("where wide exceptions are refused", () => {
  const refuseWide = true;

  test.each([
    ["aws:s3/bucket:Bucket/*"],
    ["aws:s3/bucket:Bucket*"],
    ["aws:s3/bucket:Bucket/*e*"],
    ["urn:pulumi:test::*:Bucket::*"],
  ])("%s is a problem", (pattern) => {
    expect(problemsOf({ resource: pattern }, { refuseWide })).toEqual([
      `The exception from s3-versioning for ${pattern} is for every resource of a type, and wide exceptions are refused. Name the resources.`,
    ]);
    expect(problemsOf({ resource: pattern })).toEqual([]);
  });

  test.each([["aws:s3/bucket:Bucket/site-a"], ["aws:s3/bucket:Bucket/site-*"], ["*/site-a"]])(
    "%s is none",
    (pattern) => {
      expect(problemsOf({ resource: pattern }, { refuseWide })).toEqual([]);
    },
  );

  test("so are rules that are switched off, and mandatory ones that are advisory", () => {
    const off = { "s3-versioning": { level: "advisory" }, "s3-access-logs": { level: "disabled" } } as const;
    expect(run({ rules: off, refuseWide }).problems).toEqual([
      "s3-versioning is advisory, and not mandatory, and that is refused. Set its level back.",
      "s3-access-logs is switched off, and that is refused. Set its level back.",
    ]);
    expect(run({ rules: off }).problems).toEqual([]);
    expect(run({ rules: { "s3-access-logs": { level: "mandatory" } }, refuseWide }).problems).toEqual([]);
  });
});

describe("what is switched off leaves a trace", () => {
  const printed = (settings: Partial<Settings>): string => {
    const given = { foreign: [], others: [], unseen: [], notes: [], resources: 2, rules: rules.length };
    // A CI may turn colours on.
    return stripVTControlCharacters(printOutcome(run(settings), { ...given, settings: { today, ...settings } }));
  };

  test("each rule by name, and their number in the last line", () => {
    const text = printed({
      rules: { "s3-versioning": { level: "disabled" }, "s3-access-logs": { level: "disabled" } },
    });
    expect(text).toContain("Rules switched off: 2\n  s3-versioning, s3-access-logs\n");
    expect(text).toContain("2 resources, 2 rules: 0 mandatory, 0 advisory, 0 accepted, 2 rules switched off");
  });

  test("a mandatory rule that is advisory", () => {
    expect(printed({ rules: { "s3-versioning": { level: "advisory" } } })).toContain(
      "Mandatory rules made advisory: 1\n  s3-versioning\n",
    );
  });

  test("in SARIF and JUnit", () => {
    const settings = { today, rules: { "s3-versioning": { level: "disabled" } } } as const;
    const context = { rules, settings, unseen: [], locate: () => ({ file: "index.ts", line: 1 }) };
    const [invocation] = sarifLog(run(settings), context).runs[0]?.invocations ?? [];
    expect(invocation?.toolConfigurationNotifications).toEqual([
      {
        level: "warning",
        message: { text: "s3-versioning is switched off." },
        associatedRule: { id: "s3-versioning" },
      },
    ]);
    expect(junitReport(run(settings), context)).toContain("s3-versioning is switched off.");
  });

  test("nothing is said where nothing is switched off", () => {
    expect(printed({})).not.toMatch(/switched off|made advisory/);
    expect(run({}).weakened).toEqual([]);
  });
});
