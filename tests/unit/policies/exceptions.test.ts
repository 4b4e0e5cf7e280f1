import { runRules, type Settings } from "../../../policies/framework/run";
import { notKnown } from "../../../policies/framework/values";
import { goodBucket, side } from "../../support/bucket-fixtures";
import { drop, indexOf, resource, ruleCalled } from "../../support/policies";

const versioning = ruleCalled("s3-versioning");
const bare = indexOf([resource("aws:s3/bucket:Bucket", "site-a"), resource("aws:s3/bucket:Bucket", "other")]);
const exception = { rule: "s3-versioning", reason: "it holds what a build can make again", expires: "2026-12-31" };

const run = (settings: Partial<Settings>, index = bare) => {
  const outcome = runRules([versioning], index, { today: "2026-12-31", ...settings });
  return {
    violations: outcome.violations.map(({ resource: { name } }) => name),
    accepted: outcome.accepted.map(({ finding }) => finding.resource.name),
    problems: outcome.problems,
  };
};

test.each([
  ["a type and a name", "aws:s3/bucket:Bucket/site-a"],
  ["a pattern", "aws:s3/*/site-*"],
  ["a URN", "urn:pulumi:test::test::aws:s3/bucket:Bucket::site-a"],
])("an exception names its resource by %s", (_, pattern) => {
  expect(run({ exceptions: [{ ...exception, resource: pattern }] })).toEqual({
    violations: ["other"],
    accepted: ["site-a"],
    problems: [],
  });
});

test("a pattern is of the whole name, and its other characters are text", () => {
  const exceptions = [
    { ...exception, resource: "aws:s3/bucket:Bucket/site" },
    { ...exception, resource: "aws.s3.bucket.Bucket.site-a" },
  ];
  const { accepted, problems } = run({ exceptions });
  expect(accepted).toEqual([]);
  expect(problems).toEqual([
    "The exception from s3-versioning for aws:s3/bucket:Bucket/site matches no finding. Remove it.",
    "The exception from s3-versioning for aws.s3.bucket.Bucket.site-a matches no finding. Remove it.",
  ]);
});

test("an exception that names another stack is for that one, and not unmatched in this", () => {
  const index = indexOf([resource("aws:s3/bucketV2:BucketV2", "old")]);
  const elsewhere = { ...exception, resource: "urn:pulumi:elsewhere::acme::aws:s3/bucket:Bucket::site-*" };
  expect(run({ exceptions: [elsewhere] }, index).problems).toEqual([]);
  const [{ urn } = { urn: "" }] = index.resources;
  const here = { ...exception, resource: urn.replace(/[^:]+$/, "site-*") };
  expect(run({ exceptions: [here] }, index).problems).toEqual([expect.stringContaining("matches no finding")]);
});

test("a V2 resource is found under the name that the program uses, and under v7's", () => {
  const index = indexOf([resource("aws:s3/bucketV2:BucketV2", "old")]);
  for (const type of ["aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"])
    expect(run({ exceptions: [{ ...exception, resource: `${type}/old` }] }, index).accepted).toEqual(["old"]);
});

test("an exception counts through its last day, and is a finding on the next", () => {
  const exceptions = [{ ...exception, resource: "*/site-a" }];
  expect(run({ exceptions }).accepted).toEqual(["site-a"]);
  expect(run({ exceptions, today: "2027-01-01" })).toEqual({
    violations: ["site-a", "other"],
    accepted: [],
    problems: ["The exception from s3-versioning for */site-a expired on 2026-12-31. Mend the finding or renew it."],
  });
});

test("an exception that no finding needs is a finding itself", () => {
  const { problems } = run({ exceptions: [{ ...exception, resource: "*/main" }] }, indexOf(goodBucket("main")));
  expect(problems).toEqual(["The exception from s3-versioning for */main matches no finding. Remove it."]);
});

test("an exception is needed as long as the rule cannot decide", () => {
  const stray = { ...side("BucketVersioning", "main", {}), inputs: { bucket: notKnown } };
  const index = indexOf([...drop("BucketVersioning main")(goodBucket("main")), stray]);
  expect(run({ exceptions: [{ ...exception, resource: "*/main" }] }, index).problems).toEqual([]);
});

test.each([
  ["no list", "all", "The exceptions are no list."],
  ["no object", ["all"], "Exception 1 does not count: it is no object; give rule, resource, reason and expires."],
  ["no reason", [{ ...exception, resource: "*/site-a", reason: "" }], "Exception 1 does not count: it lacks reason."],
  [
    "a short reason",
    [{ ...exception, resource: "*/site-a", reason: "because" }],
    "Exception 1 does not count: its reason is too short to say why.",
  ],
  [
    "no such rule",
    [{ ...exception, resource: "*/site-a", rule: "s3" }],
    "Exception 1 does not count: there is no rule s3.",
  ],
  [
    "no such day",
    [{ ...exception, resource: "*/site-a", expires: "2026-02-30" }],
    "Exception 1 does not count: expires is '2026-02-30'; give a day as YYYY-MM-DD.",
  ],
])("an exception that is malformed counts for nothing: %s", (_, exceptions, problem) => {
  expect(run({ exceptions })).toEqual({ violations: ["site-a", "other"], accepted: [], problems: [problem] });
});

test("an exception from one rule is none from another", () => {
  const exceptions = [{ ...exception, resource: "aws:s3/bucket:Bucket/*" }];
  const outcome = runRules([versioning, ruleCalled("s3-ownership")], bare, { today: "2026-12-31", exceptions });
  expect(outcome.accepted.map(({ finding }) => finding.rule.id)).toEqual(["s3-versioning", "s3-versioning"]);
  expect(outcome.violations.map(({ rule }) => rule.id)).toEqual(["s3-ownership", "s3-ownership"]);
});

test("a rule can be switched off", () => {
  expect(run({ rules: { "s3-versioning": { level: "disabled" } } }).violations).toEqual([]);
});
