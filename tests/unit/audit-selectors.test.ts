import type { AdvancedEventSelector } from "@aws-sdk/client-cloudtrail";
import { selects } from "../../tools/sandbox/audit/event-selectors";
import { recordOf, type TrailRecord } from "../../tools/sandbox/audit/record";
import { exchange } from "../support/exchange";

const record = (method: string, url: string): TrailRecord => {
  const made = recordOf(exchange({ method, url }), { accountId: "123456789012", region: "us-east-1" });
  if (made === undefined) throw new Error("not recorded");
  return made;
};
const write = record("PUT", "/acme-main/a.txt");
const read = record("GET", "/acme-main/a.txt");
const listing = record("GET", "/acme-main");
const policy = record("PUT", "/acme-main?policy");

const dataOf = (bucket: string, more: AdvancedEventSelector["FieldSelectors"] = []): AdvancedEventSelector => ({
  FieldSelectors: [
    { Field: "eventCategory", Equals: ["Data"] },
    { Field: "resources.type", Equals: ["AWS::S3::Object"] },
    { Field: "resources.ARN", StartsWith: [`arn:aws:s3:::${bucket}/`] },
    ...(more ?? []),
  ],
});

test("objects of the named bucket and its listings are selected, another's are not", () => {
  const advanced = [dataOf("acme-main")];
  expect([write, read, listing].map((event) => selects({ advanced }, event))).toEqual([true, true, true]);
  for (const url of ["/acme-main2/a.txt", "/acme-mai/a.txt", "/acme-logs/acme-main/a.txt"])
    expect(selects({ advanced }, record("PUT", url))).toBe(false);
});

test("management events need a selector of their own", () => {
  expect(selects({ advanced: [dataOf("acme-main")] }, policy)).toBe(false);
  const management = { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] };
  expect(selects({ advanced: [dataOf("acme-main"), management] }, policy)).toBe(true);
  expect(selects({ advanced: [management] }, write)).toBe(false);
});

test("every field must fit, one of its values is enough, and none of those that are excluded", () => {
  const writes = dataOf("acme-main", [{ Field: "readOnly", Equals: ["false"] }]);
  expect([write, read].map((event) => selects({ advanced: [writes] }, event))).toEqual([true, false]);
  const named = dataOf("acme-main", [{ Field: "eventName", Equals: ["GetObject", "PutObject"] }]);
  expect([write, read, listing].map((event) => selects({ advanced: [named] }, event))).toEqual([true, true, false]);
  const but = dataOf("acme-main", [{ Field: "eventName", NotEquals: ["HeadObject", "PutObject"] }]);
  expect([write, read].map((event) => selects({ advanced: [but] }, event))).toEqual([false, true]);
  const ends = dataOf("acme-main", [{ Field: "resources.ARN", EndsWith: [".txt"], NotStartsWith: ["arn:aws:s3:::b"] }]);
  expect([write, listing].map((event) => selects({ advanced: [ends] }, event))).toEqual([true, false]);
});

test("basic selectors: objects by the beginning of their ARNs, all of S3, reads or writes", () => {
  const of = (value: string, more = {}) => ({
    basic: [{ DataResources: [{ Type: "AWS::S3::Object", Values: [value] }], ...more }],
  });
  expect(selects(of("arn:aws:s3:::acme-main/"), write)).toBe(true);
  expect(selects(of("arn:aws:s3:::acme-main/b"), write)).toBe(false);
  expect(selects(of("arn:aws:s3"), write)).toBe(true);
  expect(selects(of("arn:aws:s3", { ReadWriteType: "ReadOnly" }), write)).toBe(false);
  expect(selects(of("arn:aws:s3", { ReadWriteType: "ReadOnly" }), read)).toBe(true);
  expect(selects(of("arn:aws:s3"), policy)).toBe(true);
  expect(selects(of("arn:aws:s3", { IncludeManagementEvents: false }), policy)).toBe(false);
  expect(selects(of("arn:aws:s3", { ExcludeManagementEventSources: ["s3.amazonaws.com"] }), policy)).toBe(false);
  expect(selects({ basic: [{}] }, write)).toBe(false);
});

test("nothing is selected without selectors", () => expect(selects({}, write)).toBe(false));
