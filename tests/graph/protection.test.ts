import { join } from "node:path";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";

let graph: Graph;
beforeAll(async () => {
  graph = await evaluated({ directory: join(__dirname, "..", "fixtures", "protection"), stack: "test" });
}, 180_000);

/** What is protected of one of the fixture's sets, without the set's name. */
const protectedOf = (environment: string) =>
  graph.resources
    .filter(({ name, protect }) => protect && name.startsWith(`${environment}-`))
    .map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name.slice(environment.length + 1)}`)
    .sort();

test("the default protects what holds or guards data, with the components that it belongs to", () => {
  const bucket = (name: string) =>
    [
      ...[
        "",
        "PublicAccessBlock",
        "OwnershipControls",
        "Versioning",
        "ServerSideEncryptionConfiguration",
        "Policy",
      ].map((part) => `Bucket${part} ${name}`),
      `SecureBucket ${name}`,
    ].flat();
  expect(protectedOf("bydefault")).toEqual(
    [
      ...["key", "vault", "trail"].flatMap((name) => [`EncryptionKey ${name}`, `Key ${name}`]),
      ...["main", "logs", "vault", "vault-access-logs", "trail"].flatMap(bucket),
      ...["main", "vault", "trail"].flatMap((name) => [
        `BucketObjectLockConfiguration ${name}`,
        `BucketLogging ${name}`,
      ]),
      ...["BucketReplicationConfig main", "Role main-replication", "RolePolicy main-replication"],
      ...["StandbyVault vault", "ObjectIndex index", "Table index", "AccessApi api", "Table api-uploads"],
      ...["AuditTrail trail", "LogGroup trail", "Trail trail", "Role trail-delivery", "RolePolicy trail-delivery"],
      "DeletionGuard guard",
    ].sort(),
  );
});

test.each([
  ["given by hand", "byhand"],
  ["inherited from a parent", "ofparent"],
  ["given by hand against the parent's word", "against"],
])("protection %s protects the same set", (_, environment) => {
  expect(protectedOf(environment)).toEqual(protectedOf("bydefault"));
});

test.each([
  ["by the component's option", "letgo"],
  ["by the parent's", "letgoparent"],
  ["by a transformation of the component", "transformed"],
])("no protection is what is left when it is taken away %s", (_, environment) => {
  expect(graph.resources.filter(({ name }) => name.startsWith(`${environment}-`)).length).toBeGreaterThan(100);
  expect(protectedOf(environment)).toEqual([]);
});

test("tables withstand deletion exactly where they are protected", () => {
  const tables = graph.resources.filter(({ type }) => type.endsWith(":Table"));
  expect(tables).toHaveLength(14);
  for (const { inputs, protect } of tables) expect(inputs.deletionProtectionEnabled).toBe(protect);
});

test("the guard says what is kept and how to let go, or that everything is deleted", () => {
  const { bydefault, letgoparent } = graph.outputs.notices as Record<string, string>;
  const key = String(
    graph.resources.find(({ type, name }) => type.endsWith(":Key") && name === "bydefault-key")?.outputs.arn,
  );
  expect(bydefault).toBe(
    `pulumi destroy is refused: this stack keeps acme-bydefault-eu-central-1-main-123456789012, ${key}. To delete them, give the components and this guard { protect: false }, run pulumi up, then pulumi destroy.`,
  );
  expect(letgoparent).toMatch(
    /^pulumi destroy deletes everything, with all that is in acme-letgoparent-eu-central-1-main-/,
  );
});
