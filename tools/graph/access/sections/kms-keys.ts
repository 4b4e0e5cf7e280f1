import type { AccessModel, Key } from "../access-model";
import { accountAdministrator } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const administration = ["kms:DescribeKey", "kms:PutKeyPolicy", "kms:DisableKey", "kms:ScheduleKeyDeletion"];

const requests = ({ name, arn, region, context }: Key, { account }: AccessModel): AccessRequest[] => {
  const on = `key of ${name}`;
  const encryptionContext = context ? { "kms:EncryptionContext:aws:s3:arn": context } : {};
  const through = (service: string) => ({
    "kms:ViaService": `${service}.${region}.amazonaws.com`,
    "kms:CallerAccount": account,
    ...encryptionContext,
  });
  const use = (action: string): AccessRequest[] => [
    { action, on, resource: arn, given: "through S3", context: through("s3") },
    { action, on, resource: arn, given: "through DynamoDB", context: through("dynamodb") },
    { action, on, resource: arn, given: "through SQS", context: through("sqs") },
    // One that no key is granted to.
    { action, on, resource: arn, given: "through another service", context: through("ec2") },
    { action, on, resource: arn, given: "directly", context: encryptionContext },
  ];
  return [
    ...use("kms:Decrypt"),
    ...use("kms:GenerateDataKey"),
    ...use("kms:Encrypt"),
    { action: "kms:CreateGrant", on, resource: arn, given: "directly" },
    ...administration.map((action) => ({ action, on, resource: arn, given: "directly" })),
  ];
};

/** Who may use each key, and how; and who may administer it. */
export const keys: Section = {
  name: "keys",
  title: "Keys",
  about:
    "Who may use each key, and who may administer it. A key is used through the services that it is granted to, so it opens nothing " +
    "to those who may not read the object, item or message; administering a key is not using it, though whoever administers it can " +
    "give themselves its use.",
  labels: requestLabels,
  rows: (model) =>
    grid(
      [...model.sessions, accountAdministrator(model)],
      model.keys.flatMap((key) => requests(key, model)),
    ),
};
