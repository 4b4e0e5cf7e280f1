import { bucketRule } from "../../framework/rule";
import { audiences, coversAction } from "../../iam/audience";
import { narrows } from "../../iam/conditions";

const service = "cloudtrail.amazonaws.com";

export const rule = bucketRule(__filename, {
  what: "A log bucket lets CloudTrail write for a named trail only",
  why: "CloudTrail writes for whoever asks it to: anyone's trail could otherwise fill the bucket with records of their choice",
  fix: "Add StringEquals aws:SourceArn with the trail's ARN to every statement that admits cloudtrail.amazonaws.com",
  controls: [],
  document: {
    title: "AWS CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    const { policy } = bucket;
    if (policy === undefined) return;
    for (const { statement, services } of audiences(policy)) {
      if (!services.includes(service) || !coversAction(statement, "s3:PutObject")) continue;
      const named = statement.conditions.some((condition) => condition.key === "aws:sourcearn" && narrows(condition));
      if (!named) yield { message: `lets CloudTrail write for anyone's trail in ${statement.name}`, at: policy.from };
    }
  },
});
