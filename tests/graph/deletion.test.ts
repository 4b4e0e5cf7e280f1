import { deletionOrder, destroyGraph } from "../../tools/graph/deletion";
import type { Graph, Resource } from "../../tools/graph/evaluate";
import { graphOf, statementsOf } from "../support/graph";
import { stackWith } from "../support/program";

let kept: Graph;
let open: Graph;
beforeAll(async () => {
  kept = await stackWith({ "coffer:protect": null });
  open = await graphOf();
}, 60_000);

const label = ({ type, name }: Resource) => `${type.replace(/^.*:/, "")} ${name}`;
const nothing = async () => undefined;
const withoutGuard = ({ resources }: Graph) => resources.filter(({ type }) => !type.endsWith(":DeletionGuard"));

test("a stack protects what holds data and what guards it, and nothing else", () => {
  const guards = (bucket: string) =>
    ["PublicAccessBlock", "OwnershipControls", "Versioning", "ServerSideEncryptionConfiguration", "Policy"].map(
      (part) => `Bucket${part} ${bucket}`,
    );
  const buckets = ["main", "vault", "trail", "access-logs", "vault-access-logs"];
  expect(
    kept.resources
      .filter(({ protect, custom }) => protect && custom)
      .map(label)
      .sort(),
  ).toEqual(
    [
      ...buckets.flatMap((bucket) => [`Bucket ${bucket}`, ...guards(bucket)]),
      ...["vault", "trail"].map((bucket) => `BucketObjectLockConfiguration ${bucket}`),
      ...["main", "vault", "trail"].map((bucket) => `BucketLogging ${bucket}`),
      ...["Role", "RolePolicy"].map((part) => `${part} main-replication`),
      "BucketReplicationConfig main",
      ...["key", "vault", "trail"].map((key) => `Key ${key}`),
      ...["index", "access-uploads"].map((table) => `Table ${table}`),
      ...["LogGroup trail", "Trail trail", "Role trail-delivery", "RolePolicy trail-delivery"],
    ].sort(),
  );
  expect(open.resources.filter(({ protect }) => protect)).toEqual([]);
});

test("tables are protected from whoever deletes them past Pulumi, and buckets are emptied, as the stack says", () => {
  const inputs = (graph: Graph, type: string, input: string) =>
    graph.resources.filter((resource) => resource.type.endsWith(`:${type}`)).map((resource) => resource.inputs[input]);
  expect(inputs(kept, "Table", "deletionProtectionEnabled")).toEqual([true, true]);
  expect(inputs(open, "Table", "deletionProtectionEnabled")).toEqual([false, false]);
  expect(inputs(kept, "Bucket", "forceDestroy")).toEqual(Array(5).fill(false));
  expect(inputs(open, "Bucket", "forceDestroy")).toEqual(Array(5).fill(true));
});

test("nothing of a protected stack is deleted, whatever the engine does after the first refusal", async () => {
  const { deleted, refused, spared } = await destroyGraph(kept.resources, nothing);
  expect(deleted).toEqual([]);
  expect(refused.map(label)).toEqual(["DeletionGuard keeps-files-see-docs-operations.md"]);
  expect(spared).toHaveLength(kept.resources.length - 1);
  // An engine before 3.149 ends at the first refusal instead: there is nothing beside it.
  expect(deletionOrder(kept.resources)[0]?.map(label)).toEqual(["DeletionGuard keeps-files-see-docs-operations.md"]);
});

test("without the guard, a protected stack would lose its API, its alarms and their topic", async () => {
  const { deleted } = await destroyGraph(withoutGuard(kept), nothing);
  const lost = deleted.map(label);
  expect(lost).toEqual(expect.arrayContaining(["Api access", "Topic alerts", "MetricAlarm alerts-unknown-reader"]));
  expect(lost.length).toBeGreaterThan(100);
});

test("an unprotected stack is deleted whole", async () => {
  const { deleted, refused } = await destroyGraph(open.resources, nothing);
  expect(deleted).toHaveLength(open.resources.length);
  expect(refused).toEqual([]);
});

test("the guard depends on every resource of the stack", () => {
  const guard = kept.resources.find(({ type }) => type.endsWith(":DeletionGuard"));
  const all = kept.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  expect(all.filter(({ urn }) => !guard?.dependsOn.includes(urn)).map(label)).toEqual([]);
});

describe("the order of a deletion, which a failure may end anywhere", () => {
  let position: Map<string, number>;
  beforeAll(() => {
    const groups = deletionOrder(open.resources).entries();
    position = new Map([...groups].flatMap(([at, group]) => group.map(({ urn }) => [urn, at] as const)));
  });
  const at = ({ urn }: Resource) => position.get(urn) ?? Number.NaN;
  const ofType = (...types: string[]) =>
    open.resources.filter(({ type }) => types.some((known) => type.endsWith(`:${known}`)));
  const mentions = ({ inputs }: Resource, ...texts: unknown[]) => {
    const text = JSON.stringify(inputs);
    return texts.some((known) => text.includes(String(known)));
  };
  const late = (first: readonly Resource[], then: Resource) => first.filter((one) => !(at(one) < at(then))).map(label);

  test("a bucket is emptied when nobody is denied it any more, and when nothing fills it any more", () => {
    for (const bucket of ofType("Bucket")) {
      const name = String(bucket.inputs.bucket);
      const before = open.resources.filter(
        (other) => other !== bucket && other.custom && mentions(other, `"${name}"`, `arn:aws:s3:::${name}`),
      );
      const types = before.map(({ type }) => type.replace(/^.*:/, ""));
      expect(types).toEqual(expect.arrayContaining(["BucketPolicy", "BucketPublicAccessBlock", "BucketVersioning"]));
      // The key's policy names the buckets of its grants: it goes after them, and is no way into an emptied bucket.
      expect([
        name,
        late(
          before.filter(({ type }) => !type.endsWith(":Key")),
          bucket,
        ),
      ]).toEqual([name, []]);
    }
  });

  test("nothing is left that writes logs when a log bucket is emptied", () => {
    const bucket = (name: string) => ofType("Bucket").find((one) => one.name === name) as Resource;
    const trail = ofType("Trail");
    expect(late(trail, bucket("trail"))).toEqual([]);
    expect(late(trail, ofType("BucketPolicy").find(({ name }) => name === "trail") as Resource)).toEqual([]);
    for (const name of ["access-logs", "vault-access-logs"]) {
      const sources = ofType("BucketLogging").filter(
        ({ inputs }) => inputs.targetBucket === bucket(name).inputs.bucket,
      );
      expect(sources.length).toBeGreaterThan(0);
      expect(late(sources, bucket(name))).toEqual([]);
      expect(late(sources, ofType("BucketPolicy").find((one) => one.name === name) as Resource)).toEqual([]);
    }
  });

  test("a key's deletion is asked for after everything that it encrypts", () => {
    const encrypted = new Map<string, string[]>();
    for (const key of ofType("Key")) {
      const users = open.resources.filter((other) => other.custom && other !== key && mentions(other, key.outputs.arn));
      const buckets = users.flatMap(({ type, inputs }) =>
        type.endsWith(":BucketServerSideEncryptionConfiguration")
          ? ofType("Bucket").filter((bucket) => bucket.inputs.bucket === inputs.bucket)
          : [],
      );
      encrypted.set(key.name, [...users, ...buckets].map(label));
      expect([key.name, late([...users, ...buckets], key)]).toEqual([key.name, []]);
    }
    expect(encrypted.get("key")).toEqual(
      expect.arrayContaining(["Bucket main", "Table index", "LogGroup access-read"]),
    );
    expect(encrypted.get("trail")).toEqual(expect.arrayContaining(["Bucket trail", "LogGroup trail"]));
    expect(encrypted.get("vault")).toEqual(expect.arrayContaining(["Bucket vault"]));
  });

  test("no late call makes a log group again: no role may, and functions go before their groups", () => {
    const policies = [...ofType("RolePolicy"), ...ofType("Policy")];
    const actions = policies.flatMap(({ inputs }) =>
      statementsOf(inputs.policy).flatMap(({ Effect, Action }) => (Effect === "Allow" ? [Action].flat() : [])),
    );
    expect(actions.filter((action) => /^(\*|logs:(\*|Create(\*|LogGroup.*)))$/i.test(action))).toEqual([]);
    for (const group of ofType("LogGroup"))
      expect(
        late(
          ofType("Function", "Stage").filter((one) => mentions(one, group.inputs.name)),
          group,
        ),
      ).toEqual([]);
  });
});
