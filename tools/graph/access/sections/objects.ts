import type { AccessModel, Actor } from "../access-model";
import { mfa, stranger } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const sessionOf = ({ principal }: Actor): string =>
  typeof principal === "object" && "role" in principal ? principal.session : stranger;

/** The key of an object of somebody who never asks. */
export const strangersKey = ({ prefix }: Pick<AccessModel, "prefix">): string => `${prefix}${stranger}/report.pdf`;

/** The objects that a request can be about. `own` is below the asking session's own name. */
export const places = ({ main, prefix }: AccessModel) => {
  const file = (path: string) => `${main.arn}/${path}/report.pdf`;
  return [
    { on: "own prefix", resource: (actor: Actor) => file(`${prefix}${sessionOf(actor)}`) },
    { on: "another's prefix", resource: `${main.arn}/${strangersKey({ prefix })}` },
    { on: `outside of ${prefix}`, resource: file("payroll") },
  ];
};

/** What a session may write that names no source identity, or another's. */
const sourceRequests = (model: AccessModel): AccessRequest[] =>
  [
    ["no source identity", null],
    [`source identity ${stranger}`, stranger],
  ].flatMap(([given, source]) =>
    places(model)
      .slice(0, 2)
      .map((place) => ({
        action: "s3:PutObject",
        ...place,
        given: `the right encryption, ${given}`,
        context: { ...model.main.rightHeaders, "aws:SourceIdentity": source ?? null },
      })),
  );

const objectRequests = (model: AccessModel): AccessRequest[] => {
  const everywhere = (action: string, more: Pick<AccessRequest, "given" | "context"> = {}): AccessRequest[] =>
    places(model).map((place) => ({ action, ...place, ...more }));
  return [
    ...everywhere("s3:GetObject"),
    ...everywhere("s3:GetObjectVersion"),
    ...everywhere("s3:PutObject", { given: "the right encryption", context: model.main.rightHeaders }),
    ...everywhere("s3:AbortMultipartUpload"),
    ...everywhere("s3:ListMultipartUploadParts"),
    ...everywhere("s3:RestoreObject"),
    ...everywhere("s3:DeleteObject"),
    ...everywhere("s3:DeleteObjectVersion"),
    ...everywhere("s3:DeleteObjectVersion", { given: "fresh MFA", context: mfa() }),
    ...sourceRequests(model),
  ];
};

const listRequests = ({ main, prefix }: AccessModel): AccessRequest[] =>
  ["s3:ListBucket", "s3:ListBucketVersions"].flatMap((action) =>
    [prefix, `${prefix}${stranger}/`, "payroll/", undefined].map((asked) => ({
      action,
      on: "main bucket",
      resource: main.arn,
      given: asked === undefined ? "no prefix" : `prefix ${asked}`,
      ...(asked === undefined ? {} : { context: { "s3:prefix": asked } }),
    })),
  );

/** What each role may do with objects of the main bucket, directly and so by whatever it signs. */
export const objects: Section = {
  name: "objects",
  title: "Objects of the main bucket",
  about:
    "What each role may do with objects directly, without the API. The own prefix is the one below the session's own name, " +
    "which is the session's source identity too unless the row says otherwise.",
  labels: requestLabels,
  rows: (model) => grid(model.sessions, [...objectRequests(model), ...listRequests(model)]),
};
