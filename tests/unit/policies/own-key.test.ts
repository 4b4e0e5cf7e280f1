import { isOwnKey } from "../../../policies/framework/own-key";

const place = "arn:aws:kms:eu-central-1:123456789012:";

test.each([
  "alias/aws/s3",
  " alias/aws/sqs ",
  "ALIAS/AWS/sns",
  "aws/sns",
  `${place}alias/aws/dynamodb`,
  "arn:aws-cn:kms:cn-north-1:123456789012:alias/aws/s3",
  "",
  "   ",
  undefined,
])("%p is no key of one's own", (key) => {
  expect(isOwnKey(key)).toBe(false);
});

test.each([
  "alias/data",
  "alias/aws-like",
  "alias/team/aws/data",
  `${place}alias/data`,
  `${place}key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  "1234abcd-12ab-34cd-56ef-1234567890ab",
  "mrk-1234abcd12ab34cd56ef1234567890ab",
])("%p is one", (key) => {
  expect(isOwnKey(key)).toBe(true);
});
