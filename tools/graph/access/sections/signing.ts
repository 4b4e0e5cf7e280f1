import { partitions } from "../../../../functions/api/ledger";
import { type Purpose, sessionPolicy } from "../../../../functions/api/privilege-policies";
import type { AccessModel, Actor, ServiceRole, Signer } from "../access-model";
import { accountAdministrator, foreignAdministrator, stranger } from "../actors";
import { type AccessRequest, grid, type Row, requestLabels, type Section } from "../matrix";
import { places, strangersKey } from "./objects";

/** The roles that a function signs with: a role of the system may assume each. */
const presignersOf = ({ serviceRoles }: AccessModel): ServiceRole[] =>
  serviceRoles.filter(({ assumedBy }) => assumedBy !== undefined);

const assumers = (model: AccessModel): Actor[] => [
  ...model.serviceRoles
    .filter(({ assumedBy }) => assumedBy === undefined)
    .map(({ name, role }) => ({ name, principal: { role, session: "service" } })),
  ...model.sessions,
  accountAdministrator(model),
  foreignAdministrator,
];

/** Who may sign for callers. */
export const assumingPresigners: Section = {
  name: "assuming-presigners",
  title: "Assuming a presigner",
  about: "Who may assume the roles that sign URLs: each its own function alone.",
  labels: ["caller"],
  rows: (model) =>
    assumers(model).map(
      ({ name, principal }): Row => ({
        labels: [name],
        cells: presignersOf(model).map((presigner) => ({
          column: presigner.name,
          question: { principal, action: "sts:AssumeRole", resource: presigner.arn },
        })),
      }),
    ),
};

const signedRequests = (model: AccessModel, caller: string): AccessRequest[] => {
  const { main, prefix } = model;
  const everywhere = (action: string, more: Pick<AccessRequest, "given" | "context"> = {}): AccessRequest[] =>
    places(model).map((place) => ({ action, ...place, ...more }));
  const list = { action: "s3:ListBucket", on: "main bucket", resource: main.arn };
  const versions = ["the marker", "another version"].flatMap((given) =>
    everywhere("s3:DeleteObjectVersion", { given, context: { "s3:VersionId": given } }),
  );
  const [table] = model.signers.map(({ environment }) => environment.uploadsTableArn);
  const theirs = Object.values(partitions(stranger));
  const own = Object.values(partitions(caller));
  const uploads = (given: string, keys: readonly string[]): AccessRequest[] =>
    ["dynamodb:Query", "dynamodb:PutItem"].map((action) => ({
      action,
      on: "uploads table",
      resource: table ?? "",
      given,
      context: { "dynamodb:LeadingKeys": keys },
    }));
  return [
    ...everywhere("s3:GetObject"),
    ...everywhere("s3:GetObjectVersion"),
    ...everywhere("s3:PutObject", { given: "the right encryption", context: main.rightHeaders }),
    ...everywhere("s3:AbortMultipartUpload"),
    ...everywhere("s3:RestoreObject"),
    ...everywhere("s3:DeleteObject"),
    ...versions,
    { ...list, given: `prefix ${prefix}`, context: { "s3:prefix": prefix } },
    { ...list, given: "no prefix" },
    ...uploads("own partitions", own),
    ...uploads("another's partitions", theirs),
    ...uploads("own and another's partitions", [...own, ...theirs]),
  ];
};

/** What a URL can do. */
export const signing: Section = {
  name: "signing",
  title: "Signing as the caller",
  about:
    "What a presigned URL can do, and what a function does for its caller: a presigner's session under the caller's name, with the " +
    "session policy that the function gives it. The last column is a session made to remove one delete marker of another's prefix.",
  labels: requestLabels,
  rows: (model) => {
    const { prefix, layout, signers } = model;
    const caller = model.trio[0]?.principal.session ?? "";
    const session = ({ presigner, environment }: Signer, purpose: Purpose, name: string): Actor => ({
      name,
      principal: {
        role: presigner.role,
        session: caller,
        sessionPolicy: sessionPolicy(purpose, { prefix, layout }, environment, caller),
      },
    });
    const removers = signers.filter(({ privilege }) => privilege === "admin");
    const marker = { key: strangersKey(model), versionId: "the marker" };
    const actors = [
      ...signers.map((signer) => session(signer, signer.privilege, signer.presigner.name)),
      ...removers.map((signer) => session(signer, marker, `${signer.presigner.name} for one marker`)),
    ];
    return grid(actors, signedRequests(model, caller));
  },
};
