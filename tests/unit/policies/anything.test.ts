import fc from "fast-check";
import { isAnything } from "../../../policies/iam/anything";

describe("a pattern that tells no resource from another", () => {
  test.each([
    "*",
    "**",
    "?*",
    "a*",
    "arn:*",
    "*:*",
    "arn:aws:*",
    "arn:aws:s3:*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::*/*",
    "arn:aws:s3:*:*:*",
    "arn:*:s3:::*",
    "arn:aws:s3*",
    "arn:aws:iam::*",
    "arn:aws:iam::123456789012:*",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::*role/*",
    "arn:aws:iam:*role/*",
    "arn:aws:iam::123456789012:user/*",
    "arn:aws:dynamodb:*:*:table/*",
    "arn:aws:dynamodb:eu-central-1:123456789012:table*",
    "arn:aws:kms:*:123456789012:key/*",
    "arn:aws:logs:*:*:*:*",
    "arn:aws:logs:*:*:log-group:*",
    "arn:aws:lambda:eu-central-1:*",
    "arn:aws:sns:eu-central-1:123456789012:*",
    "arn:*:*:*:*:*",
    "*:role/*",
    "*/*",
  ])("%s", (pattern) => expect(isAnything(pattern)).toBe(true));
});

describe("a pattern that names resources", () => {
  test.each([
    "",
    "arn:aws:s3:::reports",
    "arn:aws:s3:::reports/*",
    "arn:aws:s3:::reports*",
    "arn:*:s3:::reports/*",
    "arn:aws:s3:::policy/*",
    "arn:aws:s3:::*-reports",
    "arn:aws:iam::*:role/deploy-*",
    "arn:aws:iam::*:role/aws-reserved/*",
    "arn:aws:dynamodb:*:*:table/orders",
    "arn:aws:dynamodb:*:123456789012:table/orders/index/*",
    "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:logs:*:*:log-group:/aws/lambda/reports:*",
    "arn:aws:ssm:*:*:parameter/reports/*",
    "arn:aws:sns:*:*:alarms",
  ])("%s", (pattern) => expect(isAnything(pattern)).toBe(false));
});

test("wildcards before the name of a resource make no difference to what it names", () => {
  const part = (...texts: string[]) => fc.constantFrom(...texts);
  const name = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(
    fc.property(
      part("aws", "*", "aws*"),
      part("eu-west-1", "*", "eu-*"),
      part("123456789012", "*", "1*"),
      name,
      (...parts) => {
        const [partition, region, account, own] = parts;
        const lead = `arn:${partition}:dynamodb:${region}:${account}`;
        expect(isAnything(`${lead}:table/${own}`)).toBe(false);
        expect(isAnything(`${lead}:table/${own}*`)).toBe(false);
        expect(isAnything(`${lead}:table/*`)).toBe(true);
        expect(isAnything(`${lead}:*`)).toBe(true);
      },
    ),
  );
});
