import type { Facts } from "../access-model";
import { mfa, serviceActors } from "../actors";
import { guardrailAsks, keysThroughS3 } from "../guardrail-requests";
import { type Ask, askLabels, grid, type Section } from "../matrix";
import { places } from "./objects";

const objectAsks = (facts: Facts): Ask[] => {
  const { main, prefix } = facts;
  const among = places(facts).filter(({ on }) => on !== "own prefix");
  const objects = (action: string, more: Pick<Ask, "given" | "context"> = {}): Ask[] =>
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

const otherBucketAsks = ({ buckets, main }: Facts): Ask[] =>
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
  labels: askLabels,
  rows: (facts) =>
    grid(serviceActors(facts), [
      ...objectAsks(facts),
      ...otherBucketAsks(facts),
      ...keysThroughS3(facts, "kms:Decrypt", "kms:GenerateDataKey"),
      ...guardrailAsks(facts),
    ]),
};
