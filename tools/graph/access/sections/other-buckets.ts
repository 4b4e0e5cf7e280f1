import type { Bucket } from "../access-model";
import { mfa } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const requests = ({ name, arn, rightHeaders }: Bucket): AccessRequest[] => {
  const on = `bucket ${name}`;
  const object = { on, resource: `${arn}/some/object` };
  return [
    { action: "s3:GetObject", ...object },
    { action: "s3:GetObjectVersion", ...object },
    { action: "s3:ListBucket", on, resource: arn },
    { action: "s3:RestoreObject", ...object },
    { action: "s3:PutObject", ...object, given: "the right encryption", context: rightHeaders },
    { action: "s3:DeleteObject", ...object },
    { action: "s3:DeleteObjectVersion", ...object, given: "fresh MFA", context: mfa() },
    { action: "s3:BypassGovernanceRetention", ...object, given: "fresh MFA", context: mfa() },
  ];
};

/** The buckets beside the main one, such as the standby vault. */
export const otherBuckets: Section = {
  name: "other-buckets",
  title: "The other buckets",
  about: "What each role may do in the stack's other buckets.",
  labels: requestLabels,
  rows: ({ sessions, buckets, main }) => grid(sessions, buckets.filter((bucket) => bucket !== main).flatMap(requests)),
};
