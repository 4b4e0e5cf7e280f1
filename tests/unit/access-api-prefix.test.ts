import * as pulumi from "@pulumi/pulumi";
import { AccessApi } from "../../components/access-api";
import { isKeyPrefix } from "../../components/internal/names";
import { useMocks } from "../support/owner";

useMocks();

const apiWith = (prefix: string) => () =>
  new AccessApi("files", {
    naming: { company: "acme", environment: "dev", region: "eu-central-1" },
    bucket: {
      name: "acme-files",
      arn: "arn:aws:s3:::acme-files",
      keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    },
    index: { recorderArn: "arn:aws:lambda:eu-central-1:123456789012:function:recorder" },
    prefix,
  });

test.each([
  ["nothing", ""],
  ["the root", "/"],
  ["no end", "uploads"],
  ["a beginning", "/uploads/"],
  ["an empty segment", "uploads//team/"],
  ["a step up, below which no key would be valid", "uploads/../"],
  ["a step in place", "./uploads/"],
  ["a wildcard of policies", "uploads/*/"],
  ["a variable of policies", `uploads/$${"{aws:username}"}/`],
  ["a line break", "uploads/\n"],
  ["257 characters, with which a session's policy might not fit STS", `${"p".repeat(256)}/`],
])("a prefix with %s is refused", (_, prefix) => {
  expect(isKeyPrefix(prefix)).toBe(false);
});

test.each([
  ["one segment", "uploads/"],
  ["several, with dots that are no steps", "a.b/..c/.d/e../...../"],
  ["256 characters", `${"p".repeat(255)}/`],
])("a prefix with %s is taken", (_, prefix) => {
  expect(isKeyPrefix(prefix)).toBe(true);
});

test("the component says what is wrong", () => {
  expect(apiWith("uploads")).toThrow(pulumi.ResourceError);
  expect(apiWith("uploads")).toThrow(/prefix.*path segments, each ended by '\/', of at most 256 characters in all/s);
});
