import type { AccessModel } from "../access-model";
import { mfa, serviceActors } from "../actors";
import { guardrailRequests, keysThroughS3 } from "../guardrail-requests";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";
import { places } from "./objects";

const objectRequests = (model: AccessModel): AccessRequest[] => {
  const { main, prefix } = model;
  const among = places(model).filter(({ on }) => on !== "own prefix");
  const objects = (action: string, more: Pick<AccessRequest, "given" | "context"> = {}): AccessRequest[] =>
    among.map(({ on, resource }) => ({
      action,
      on: on === "another's prefix" ? `inside of ${prefix}` : on,
      resource,
      ...more,
    }));
  return [
    ...objects("s3:GetObject"),
    ...objects("s3:GetObjectVersion"),
    ...objects("s3:PutObject", { given: "the right encryption", context: main.rightHeaders }),
    ...objects("s3:AbortMultipartUpload"),
    ...objects("s3:RestoreObject"),
    ...objects("s3:DeleteObject"),
    ...objects("s3:DeleteObjectVersion", { given: "fresh MFA", context: mfa() }),
    {
      action: "s3:ListBucket",
      on: "main bucket",
      resource: main.arn,
      given: `prefix ${prefix}`,
      context: { "s3:prefix": prefix },
    },
    { action: "s3:ListBucket", on: "main bucket", resource: main.arn, given: "no prefix" },
  ];
};

const otherBucketRequests = ({ buckets, main }: AccessModel): AccessRequest[] =>
  buckets
    .filter((bucket) => bucket !== main)
    .flatMap(({ name, arn, rightHeaders }) => {
      const object = { on: `bucket ${name}`, resource: `${arn}/some/object` };
      return [
        { action: "s3:GetObject", ...object },
        { action: "s3:PutObject", ...object, given: "the right encryption", context: rightHeaders },
        { action: "s3:ReplicateObject", ...object },
        { action: "s3:DeleteObject", ...object },
        { action: "s3:DeleteObjectVersion", ...object, given: "fresh MFA", context: mfa() },
      ];
    });

/** The roles that nobody is: functions, presigners, replication, the trail's delivery. */
export const serviceRoles: Section = {
  name: "service-roles",
  title: "The system's own roles",
  about:
    "What the roles of functions, presigners, replication and the trail's delivery may do at most. A function reaches objects through its " +
    "presigner only, in sessions that are narrower still (see the section signing).",
  labels: requestLabels,
  rows: (model) =>
    grid(serviceActors(model), [
      ...objectRequests(model),
      ...otherBucketRequests(model),
      ...keysThroughS3(model, "kms:Decrypt", "kms:GenerateDataKey"),
      ...guardrailRequests(model),
    ]),
};
