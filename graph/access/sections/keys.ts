import { accountAdministrator } from "../actors";
import type { Facts, Key } from "../facts";
import { type Ask, askLabels, grid, type Section } from "../matrix";

const administration = ["kms:DescribeKey", "kms:PutKeyPolicy", "kms:DisableKey", "kms:ScheduleKeyDeletion"];

const asks = ({ name, arn, region, bucketArn }: Key, { account }: Facts): Ask[] => {
  const on = `key of ${name}`;
  const encryptionContext = bucketArn ? { "kms:EncryptionContext:aws:s3:arn": bucketArn } : {};
  const through = (service: string, where = region) => ({
    "kms:ViaService": `${service}.${where}.amazonaws.com`,
    "kms:CallerAccount": account,
    ...encryptionContext,
  });
  const use = (action: string): Ask[] => [
    { action, on, resource: arn, given: "through S3", context: through("s3") },
    { action, on, resource: arn, given: "through another service", context: through("sqs") },
    { action, on, resource: arn, given: "directly", context: encryptionContext },
  ];
  return [
    ...use("kms:Decrypt"),
    ...use("kms:GenerateDataKey"),
    { action: "kms:CreateGrant", on, resource: arn, given: "directly" },
    ...administration.map((action) => ({ action, on, resource: arn, given: "directly" })),
  ];
};

/** Who may use each key, and how; and who may administer it. */
export const keys: Section = {
  name: "keys",
  title: "Keys",
  about:
    "Who may use each key, and who may administer it. Using goes through S3 only, so a key alone opens nothing; " +
    "administering a key is not using it, though whoever administers it can give themselves its use.",
  labels: askLabels,
  rows: (facts) =>
    grid(
      [...facts.trio, accountAdministrator(facts)],
      facts.keys.flatMap((key) => asks(key, facts)),
    ),
};
