import * as pulumi from "@pulumi/pulumi";
import { type DocumentKind, documentLimits, measured } from "../../components/internal/document-limits";
import { thrownBy } from "../support/thrown";

// IAM User Guide, "IAM and AWS STS quotas"; S3, KMS, SQS and SNS: their own guides.
test.each<[DocumentKind, number]>([
  ["trust", 2048],
  ["inline", 10_240],
  ["managed", 6144],
  ["group", 5120],
  ["session", 2048],
  ["bucket", 20_480],
  ["key", 32_768],
  ["queue", 8192],
  ["topic", 30_720],
])("a document of the kind %s may have %i characters or bytes, and not one more", (kind, most) => {
  expect(measured(kind, "thing", "x".repeat(most))).toHaveLength(most);
  const { what, unit, remedy } = documentLimits[kind];
  expect(() => measured(kind, "thing", "x".repeat(most + 1))).toThrow(
    `thing: the ${what} has ${most + 1} ${unit}; AWS takes ${most}. To do: ${remedy}.`,
  );
});

test("every kind is in the table above", () => {
  expect(Object.keys(documentLimits)).toHaveLength(9);
});

test("bytes are UTF-8's, of which an umlaut has two", () => {
  expect(() => measured("queue", "thing", "ä".repeat(4097))).toThrow("has 8194 bytes");
  expect(measured("inline", "thing", "ä".repeat(10_240))).toHaveLength(10_240);
});

test("a raised quota is used, and its own most is told until it is reached", () => {
  expect(measured("trust", "thing", "x".repeat(4096), 4096)).toHaveLength(4096);
  expect(() => measured("trust", "thing", "x".repeat(2049))).toThrow("The quota of an account can be raised to 4096.");
  expect(() => measured("trust", "thing", "x".repeat(4097), 4096)).toThrow(/AWS takes 4096\. To do: [^.]*\.$/);
});

test("the engine shows the refusal without a stack trace", async () => {
  const error = await thrownBy(() => measured("trust", "thing", "x".repeat(3000)));
  expect(pulumi.RunError.isInstance(error)).toBe(true);
});
