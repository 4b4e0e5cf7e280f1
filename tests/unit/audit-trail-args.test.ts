import * as pulumi from "@pulumi/pulumi";
import { AuditTrail } from "../../components/audit-trail";
import type { AuditTrailArgs, OwnTrail } from "../../components/audit-trail/args";
import { eventSelectors } from "../../components/audit-trail/event-selectors";
import { checkOwnTrail } from "../../components/audit-trail/own-trail";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";
import { unwrap } from "../support/unwrap";

useMocks();

const own: OwnTrail = {
  kind: "own",
  dataBuckets: ["arn:aws:s3:::files"],
  objectLock: { mode: "governance", days: 7 },
  accessLogs: "access-logs",
};

const refusal = (changes: Partial<OwnTrail>): string => {
  const owner = makeOwner();
  return resourceErrorOf(owner, () => checkOwnTrail(owner, { ...own, ...changes }));
};

test("what a trail must be given is enough; the rest has defaults", () => {
  expect(() => checkOwnTrail(makeOwner(), own)).not.toThrow();
});

test.each<[string, Partial<OwnTrail>, string]>([
  ["files for less than a year", { keepDays: 364 }, "keepDays is 364; give a whole number from 365 to 36500"],
  ["records for less than a year", { logRetentionDays: 180 }, "logRetentionDays is 180; give one of 365, 400, "],
  ["a period that CloudWatch does not know", { logRetentionDays: 366 }, "logRetentionDays is 366"],
  ["nothing to record", { dataBuckets: [] }, "dataBuckets is []; give the ARN of at least one bucket"],
  [
    "a lock that outlives the files",
    { keepDays: 365, objectLock: { mode: "governance", days: 400 } },
    "keepDays is 365; give 400 or more, for the lock keeps the files that long",
  ],
])("is refused: %s", (_, changes, problem) => {
  expect(refusal(changes)).toContain(problem);
});

describe("auditors", () => {
  const make =
    (auditors: AuditTrailArgs["auditors"], others: AuditTrailArgs["auditors"] = []) =>
    () =>
      new AuditTrail("trail", {
        kind: "organisation",
        naming: { company: "acme", environment: "dev", region: "eu-central-1" },
        auditors,
        others,
        logGroupName: "organisation/trail",
      });

  test.each<[AuditTrailArgs["auditors"], string]>([
    [[], "trail: auditors is []; give at least one principal"],
    [[{ user: "a/b c" }], 'auditors[0] is {"user":"a/b c"}; give a session name of'],
    [[{ role: "ci", as: "job" }], "a session of a role carries no MFA"],
    [[{ saml: "idp" }], "give the ARN of a SAML provider"],
    [[{ user: "audrey" }, { role: "ci", as: "audrey", mfa: "not-required" }], "give another session name"],
  ])("%j are refused", (auditors, problem) => {
    expect(make(auditors)).toThrow(pulumi.ResourceError);
    expect(make(auditors)).toThrow(problem);
  });

  test("cannot have the name of another of the stack's people, or be two of them", () => {
    const others = [{ role: "ci", as: "builder", mfa: "not-required" }] as const;
    expect(make([{ user: "builder" }], others)).toThrow("give another session name");
    expect(make([{ role: "ci", as: "audrey", mfa: "not-required" }], others)).toThrow(
      "give one name for one principal",
    );
    expect(make([{ group: "team", members: ["ann"] }], [{ group: "team", members: ["ann"] }])).toThrow(
      "another component of the stack makes this group",
    );
  });
});

test("a selector ends each bucket's ARN with a slash: a bucket whose name goes on is another", async () => {
  const [, data] = eventSelectors(["arn:aws:s3:::files", pulumi.output("arn:aws:s3:::more-files")]);
  const selectors = await unwrap(pulumi.output(data?.fieldSelectors));
  expect(selectors).toEqual([
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: ["AWS::S3::Object"] },
    { field: "resources.ARN", startsWiths: ["arn:aws:s3:::files/", "arn:aws:s3:::more-files/"] },
  ]);
});
