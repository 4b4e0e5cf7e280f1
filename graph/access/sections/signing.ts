import { privileges } from "../../../functions/api/routes";
import { sessionPolicy } from "../../../functions/api/scopes";
import { accountAdministrator, foreignAdministrator } from "../actors";
import type { Facts, ServiceRole } from "../facts";
import { type Actor, type Ask, askLabels, grid, type Row, type Section } from "../matrix";
import { places } from "./objects";

/** The roles that a function signs with: a role of the system may assume each. */
const presignersOf = ({ serviceRoles }: Facts): ServiceRole[] =>
  serviceRoles.filter(({ assumedBy }) => assumedBy !== undefined);

const assumers = (facts: Facts): Actor[] => [
  ...facts.serviceRoles
    .filter(({ assumedBy }) => assumedBy === undefined)
    .map(({ name, role }) => ({ name, principal: { role, session: "service" } })),
  ...facts.trio,
  accountAdministrator(facts),
  foreignAdministrator,
];

/** Who may sign for callers. */
export const assumingPresigners: Section = {
  name: "assuming-presigners",
  title: "Assuming a presigner",
  about: "Who may assume the roles that sign URLs: each its own function alone.",
  labels: ["caller"],
  rows: (facts) =>
    assumers(facts).map(
      ({ name, principal }): Row => ({
        labels: [name],
        cells: presignersOf(facts).map((presigner) => ({
          column: presigner.name,
          question: { principal, action: "sts:AssumeRole", resource: presigner.arn },
        })),
      }),
    ),
};

const signedAsks = (facts: Facts): Ask[] => {
  const { main, prefix } = facts;
  const everywhere = (action: string, more: Pick<Ask, "given" | "context"> = {}): Ask[] =>
    places(facts).map((place) => ({ action, ...place, ...more }));
  return [
    ...everywhere("s3:GetObject"),
    ...everywhere("s3:PutObject", { given: "the right encryption", context: main.rightHeaders }),
    ...everywhere("s3:AbortMultipartUpload"),
    ...everywhere("s3:DeleteObject"),
    ...everywhere("s3:DeleteObjectVersion"),
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

/** What a URL can do. */
export const signing: Section = {
  name: "signing",
  title: "Signing as the caller",
  about:
    "What a presigned URL can do: a presigner's session, under the caller's name and with the session policy that the " +
    "function gives it for that caller.",
  labels: askLabels,
  rows: (facts) => {
    const { main, prefix } = facts;
    const caller = facts.trio[0]?.principal.session ?? "";
    const actors = presignersOf(facts).flatMap(({ name, role }): Actor[] =>
      privileges
        .filter((privilege) => name.endsWith(`-${privilege}-presigner`))
        .map((privilege) => ({
          name,
          principal: {
            role,
            session: caller,
            sessionPolicy: sessionPolicy(
              privilege,
              { prefix, layout: facts.layout },
              { bucket: main.bucket, keyArn: main.keyArn ?? "" },
              caller,
            ),
          },
        })),
    );
    return grid(actors, signedAsks(facts));
  },
};
