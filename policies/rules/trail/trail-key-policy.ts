import { stackRule } from "../../framework/rule";
import { admits } from "../../messaging/admission";
import { keyOf, policiesOf } from "../../messaging/destination";

const service = "cloudtrail.amazonaws.com";

export const rule = stackRule(__filename, {
  what: "The key of a trail lets CloudTrail encrypt with it",
  why: "CloudTrail stops delivering, and only its own status page says so, when a later change of the key's policy shuts it out",
  fix: "Allow cloudtrail.amazonaws.com kms:GenerateDataKey* and kms:DescribeKey, with the trail's ARN as aws:SourceArn",
  controls: [],
  document: {
    title: "AWS CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check(trail, { index }) {
    const encryption = keyOf(trail, index, "kmsKeyId");
    if (encryption?.kind !== "own") return;
    const policies = policiesOf(encryption.key, index);
    if (policies.length === 0)
      yield { message: `has no policy that admits ${service}, for the trail ${trail.name}`, at: encryption.key };
    for (const policy of policies)
      if (!admits(policy, { service, actions: ["kms:GenerateDataKey", "kms:DescribeKey"], destination: trail }))
        yield { message: `refuses ${service}, for the trail ${trail.name}`, at: policy.from };
  },
});
