import { trailAlarms } from "../../tools/docs/trail-alarms";
import type { Graph } from "../../tools/graph/evaluate";
import { graphOf, statementsOf } from "../support/graph";

let graph: Graph;
let patterns: readonly string[];
beforeAll(async () => {
  graph = await graphOf();
  patterns = trailAlarms(graph).find(({ id }) => id === "unknown-reader")?.patterns ?? [];
}, 120_000);

const prefix = "acme-dev-eu-central-1-";
const dataBuckets = ["acme-dev-eu-central-1-main-123456789012", "acme-dev-eu-west-1-euc1-vault-123456789012"];
const contentActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication"];
const listingActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const covers = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+]/g, "\\$&").replace(/\*/g, ".*")}$`, "i").test(action);

/** The roles whose own policies allow any of the actions on a data bucket. */
const allowed = (actions: readonly string[]): string[] => {
  const roles = graph.resources
    .filter(({ type }) => type.endsWith(":RolePolicy"))
    .filter(({ inputs }) =>
      statementsOf(inputs.policy)
        .filter(({ Effect }) => Effect === "Allow")
        .filter(({ Resource }) => list(Resource).some((arn) => arn === "*" || dataBuckets.some((b) => arn.includes(b))))
        .some(({ Action }) => list(Action).some((pattern) => actions.some((action) => covers(pattern, action)))),
    )
    .map(({ inputs }) => String(inputs.role));
  return [...new Set(roles)].sort();
};

/** The roles that a pattern of `unknown-reader` knows. */
const known = (pattern: string): string[] =>
  [...pattern.matchAll(/userIdentity\.arn != "\*\/([^/]+)\/\*"/g)].map(([, role = ""]) => role).sort();

const ofCall = (call: string): string[] => patterns.filter((pattern) => pattern.includes(`"${call}"`));

test("each data bucket has a pattern for content, one for names and one for copies", () => {
  expect([ofCall("GetObject"), ofCall("ListObject*"), ofCall("CopyObject")].map(({ length }) => length)).toEqual([
    2, 2, 2,
  ]);
  for (const bucket of dataBuckets) expect(patterns.filter((pattern) => pattern.includes(bucket))).toHaveLength(3);
});

test("who reads by right is who the policies let read, no more and no less", () => {
  const readers = allowed(contentActions);
  expect(readers).toEqual(
    ["admin", "api-admin-presigner", "api-read-presigner", "index-recorder", "main-replication", "viewer"].map(
      (role) => `${prefix}${role}`,
    ),
  );
  for (const pattern of [...ofCall("GetObject"), ...ofCall("CopyObject")]) expect(known(pattern)).toEqual(readers);
});

test("who lists by right is who the policies let list or read", () => {
  const listers = [...new Set([...allowed(listingActions), ...allowed(contentActions)])].sort();
  expect(listers).toContain(`${prefix}api-write-presigner`);
  for (const pattern of ofCall("ListObject*")) expect(known(pattern)).toEqual(listers);
});
