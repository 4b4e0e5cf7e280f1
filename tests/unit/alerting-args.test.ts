import { type AlertingArgs, checkAlerting } from "../../components/alerting/args";
import type { Subscriber } from "../../components/alerting/subscribers";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";

useMocks();

const enough: AlertingArgs = {
  naming: { company: "acme", environment: "dev", region: "eu-central-1" },
  logGroupName: "trail",
  bucket: "files",
  readers: ["viewer"],
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/x",
};

const refusal = (changes: Partial<AlertingArgs>): string => {
  const owner = makeOwner();
  return resourceErrorOf(owner, () => checkAlerting(owner, { ...enough, ...changes }));
};
const accepted = (changes: Partial<AlertingArgs>): void => checkAlerting(makeOwner(), { ...enough, ...changes });

test("what an alerting must be given is enough; the rest has defaults", () => {
  expect(() => accepted({})).not.toThrow();
});

test("without a reader, everybody would be unknown", () => {
  expect(refusal({ readers: [] })).toBe(
    "thing: readers is []; give the name of at least one role, or everybody is unknown.",
  );
  expect(refusal({ readers: ["a/b"] })).toContain('readers is "a/b"; give names of IAM roles');
  expect(refusal({ listers: ["a/b"] })).toContain('listers is "a/b"; give names of IAM roles');
  expect(refusal({ keys: [] })).toContain("keys is []; give at least one ARN, or leave it out");
});

describe("alarms' own figures", () => {
  test.each<[string, object, string]>([
    [
      "a threshold of 0",
      { "root-use": { threshold: 0 } },
      "alarms.root-use.threshold is 0; give a whole number from 1 to",
    ],
    ["a threshold of half", { deletions: { threshold: 1.5 } }, "alarms.deletions.threshold is 1.5"],
    [
      "a period below a minute",
      { deletions: { periodSeconds: 30 } },
      "periodSeconds is 30; give a whole number from 60 to 86400",
    ],
    ["a period beyond a day", { deletions: { periodSeconds: 86_460 } }, "periodSeconds is 86460"],
    ["no whole minutes", { deletions: { periodSeconds: 90 } }, "periodSeconds is 90; give whole minutes, in seconds"],
    ["no such alarm", { "root-used": false }, 'alarms is "root-used"; give one of unauthorised-api-calls, '],
    ["an API that is not there", { "api-5xx": { threshold: 1 } }, "alarms.api-5xx is "],
    ["replication that is not there", { "replication-failing": { threshold: 2 } }, "alarms.replication-failing is "],
  ])("are refused: %s", (_, alarms, problem) => {
    expect(refusal({ alarms })).toContain(problem);
  });

  test("queues that are not there are refused: notices have one of their own", () => {
    const alarms = { "dead-letters": { threshold: 1 } };
    expect(refusal({ alarms, notices: "none" })).toContain("give what it watches too, or leave the alarm out");
    expect(() => accepted({ alarms })).not.toThrow();
  });

  test("an alarm may be off, whether what it watches is there or not", () => {
    expect(() => accepted({ alarms: { "api-5xx": false, "root-use": false } })).not.toThrow();
  });

  test("the ends of the ranges are in them", () => {
    const ends = {
      "root-use": { threshold: 1, periodSeconds: 60 },
      deletions: { threshold: 1_000_000, periodSeconds: 86_400 },
    };
    expect(() => accepted({ alarms: ends })).not.toThrow();
  });
});

describe("subscribers", () => {
  const good: Subscriber[] = [
    { kind: "email", address: "security@acme.example" },
    { kind: "https", url: "https://hooks.acme.example/x" },
    { kind: "sqs", queueArn: "arn:aws:sqs:eu-central-1:123456789012:inbox" },
    { kind: "slack", teamId: "T0123ABCD", channelId: "C0123ABCD" },
    {
      kind: "teams",
      tenantId: "11111111-2222-3333-4444-555555555555",
      teamId: "66666666-7777-8888-9999-000000000000",
      channelId: "19%3aabc",
    },
  ];

  test("of each kind are taken", () => {
    expect(() => accepted({ subscribers: good })).not.toThrow();
  });

  test.each<[Subscriber, string]>([
    [{ kind: "email", address: "security" }, "an address such as security@example.com"],
    [{ kind: "email", address: "a b@acme.example" }, "an address such as"],
    [{ kind: "https", url: "http://hooks.acme.example" }, "a web address that begins with https://"],
    [{ kind: "https", url: "https://" }, "a web address that begins with https://"],
    [{ kind: "sqs", queueArn: "https://sqs.eu-central-1.amazonaws.com/123456789012/inbox" }, "the ARN of a queue"],
    [{ kind: "sqs", queueArn: "arn:aws:sns:eu-central-1:123456789012:inbox" }, "the ARN of a queue"],
    [{ kind: "slack", teamId: "our-team", channelId: "C0123ABCD" }, "the workspace's and the channel's ids"],
    [{ kind: "slack", teamId: "T0123ABCD", channelId: "#alarms" }, "the workspace's and the channel's ids"],
    [{ kind: "teams", tenantId: "acme", teamId: "x", channelId: "y" }, "the tenant's and the team's ids as UUIDs"],
  ])("that cannot be reached are refused: %j", (subscriber, allowed) => {
    const message = refusal({ subscribers: [...good, subscriber] });
    expect(message).toContain("thing: subscribers[5] is {");
    expect(message).toContain(allowed);
  });

  test("are named once", () => {
    const [first] = good;
    expect(refusal({ subscribers: first ? [first, first] : [] })).toContain("subscribers[1] is");
  });
});

test("queues and functions have short names, which become part of others", () => {
  expect(refusal({ deadLetters: { "The Recorder": "q" } })).toContain(
    'deadLetters is "The Recorder"; give short names',
  );
  expect(refusal({ deadLetters: { notices: "q" } })).toContain("hyphens, other than 'notices'");
  expect(refusal({ api: { id: "x", functions: { Read_: "f" } } })).toContain(
    'api.functions is "Read_"; give short names',
  );
});
