import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { PolicyDocument } from "../../iam/document";
import { admits } from "../../messaging/admission";
import { keyOf, policiesOf } from "../../messaging/destination";

/** What CloudWatch Logs needs of a key (Amazon CloudWatch Logs User Guide, "Encrypt log data"). */
const actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey"];

/** Whether CloudWatch Logs may use the key, under its name of the group's region; of any region where that is not said. */
const admitsLogs = (policy: PolicyDocument, group: PackResource): boolean => {
  const region = group.place.text("region");
  const regional = new RegExp(`^logs\\.${region ?? "[a-z0-9-]+"}\\.amazonaws\\.com(\\.cn)?$`);
  const services = policy.statements
    .flatMap(({ principals }) => principals?.service ?? [])
    .filter((service) => service === "logs.amazonaws.com" || regional.test(service));
  return [...services, "logs.amazonaws.com"].some((service) =>
    admits(policy, { service, actions, destination: group }),
  );
};

export const rule = stackRule(__filename, {
  what: "The key of a log group lets CloudWatch Logs of its region use it",
  why: "a group with such a key cannot be made, and one whose key shuts CloudWatch Logs out later neither takes nor shows events",
  fix: "Allow logs.REGION.amazonaws.com kms:Encrypt*, Decrypt*, ReEncrypt*, GenerateDataKey* and Describe* for the group's encryption context",
  controls: [],
  document: {
    title: "Amazon CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  *check(group, { index }) {
    const encryption = keyOf(group, index, "kmsKeyId");
    if (encryption?.kind !== "own") return;
    const policies = policiesOf(encryption.key, index);
    if (policies.length === 0)
      yield { message: `has no policy that admits CloudWatch Logs, for the group ${group.name}`, at: encryption.key };
    for (const policy of policies)
      if (!admitsLogs(policy, group))
        yield { message: `refuses CloudWatch Logs, for the group ${group.name}`, at: policy.from };
  },
});
