import { mfa, serviceActors } from "../actors";
import type { Facts } from "../facts";
import { guardrailAsks } from "../guardrail-asks";
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

/** The roles that nobody is: functions, presigners, replication. */
export const serviceRoles: Section = {
  name: "service-roles",
  title: "The system's own roles",
  about:
    "What the roles of functions, presigners and replication may do at most. A function reaches objects through its " +
    "presigner only, in sessions that are narrower still (see the section signing).",
  labels: askLabels,
  rows: (facts) => grid(serviceActors(facts), [...objectAsks(facts), ...guardrailAsks(facts)]),
};
