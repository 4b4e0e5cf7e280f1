import type { Graph, Resource } from "../../tools/graph/evaluate";
import { programWith } from "../support/program";

/**
 * All components, once for each option, in one stack: `purpose` tells them apart. `DeletionGuard` has no resources of its
 * own and is left out; tests/graph/deletion.test.ts is about it.
 */
const components = ["key", "logs", "vault", "main", "index", "api", "roles", "trail", "alerts"] as const;

const program = `
const provider = new aws.Provider("elsewhere", { region: "eu-central-1" });
const parent = new pulumi.ComponentResource("acme:index:Team", "team");
const first = new aws.sns.Topic("first", { name: "first" });
const nodes = {};
const stackOf = (id, given, extra = {}, transforms = {}) => {
  const opts = (name) => (typeof given === "function" ? given(name) : given);
  const p = "p" + Object.keys(nodes).length;
  const of = (name) => id + "-" + name;
  const rest = (name) => ({ ...extra, ...(transforms[name] ? { transform: transforms[name] } : {}) });
  const one = (user) => [{ user }];
  const key = new coffer.EncryptionKey(of("key"), { naming, purpose: p, ...rest("key") }, opts("key"));
  const logs = new coffer.SecureBucket(of("logs"), { naming, purpose: p + "-logs", encryption: { kind: "s3" }, receivesAccessLogs: true, ...rest("logs") }, opts("logs"));
  const vault = new coffer.StandbyVault(of("vault"), { naming, region: "eu-west-1", source: p, purpose: p + "-v", roles: p, ...rest("vault") }, opts("vault"));
  const main = new coffer.SecureBucket(of("main"), { naming, purpose: p, encryption: { kind: "kms", keyArn: key.arn }, accessLogs: logs, replication: vault.target, cors: { origins: ["https://files.example.com"] }, ...rest("main") }, opts("main"));
  const bucket = { name: main.name, arn: main.arn, keyArn: key.arn };
  const index = new coffer.ObjectIndex(of("index"), { naming, bucket, purpose: p + "-i", ...rest("index") }, opts("index"));
  const api = new coffer.AccessApi(of("api"), { naming, bucket, index: { recorderArn: index.recorder.arn }, purpose: p + "-a", roles: p, ...rest("api") }, opts("api"));
  const principals = { uploaders: [{ group: "writers", members: ["alice"] }], viewers: one("victor"), admins: one("ada"), custodians: one("carl") };
  const roles = new coffer.RoleTrio(of("roles"), { naming, bucket, vault, api, purpose: p, principals, ...rest("roles") }, opts("roles"));
  const trail = new coffer.AuditTrail(of("trail"), { naming, kind: "own", auditors: one("audrey"), dataBuckets: [main.arn], objectLock: { mode: "governance", days: 1 }, accessLogs: logs, purpose: p + "-t", ...rest("trail") }, opts("trail"));
  const alerts = new coffer.Alerting(of("alerts"), { naming, logGroupName: trail.logGroupName, bucket: main.name, readers: ["r"], keyArn: key.arn, purpose: p + "-n",
    subscribers: [{ kind: "slack", teamId: "T0123ABCD", channelId: "C0123ABCD" }], ...rest("alerts") }, opts("alerts"));
  const all = { key, logs, vault, main, index, api, roles, trail, alerts };
  nodes[id] = Object.entries(all).map(([name, each]) => [name, Object.keys(each.nodes).length]);
  return all;
};
stackOf("plain", {});
stackOf("provider", { provider });
stackOf("providers", { providers: [provider] });
stackOf("kept", { protect: true });
stackOf("loose", { protect: false });
stackOf("child", { parent });
stackOf("after", { dependsOn: [first] });
stackOf("tags", {}, { tags: { team: "files" } });
const described = (args) => ({ args: { ...args, description: "changed" } });
stackOf("changed", {}, {}, {
  key: { key: described },
  logs: { bucket: (args) => ({ args: { ...args, bucketNamespace: "changed" } }) },
  vault: { key: { key: described }, bucket: { versioning: (args, opts) => ({ opts: { ...opts, retainOnDelete: true, ignoreChanges: ["mfa"] }, args: { ...args, mfa: "changed" } }) } },
  main: { replicationRole: described },
  index: { bus: described },
  api: { functions: (args, opts, name) => (name.endsWith("-read") ? described(args) : undefined) },
  roles: { viewer: described },
  trail: { deliveryRole: described, key: { key: described } },
  alerts: { rules: described },
});
const renamed = stackOf("new", (name) => ({ aliases: [{ name: "old-" + name }] }));
exports.aliases = Object.fromEntries(Object.entries(renamed).map(([name, each]) => [name, pulumi.all(each.__aliases)]));
exports.nodes = nodes;
`;

let graph: Graph;
beforeAll(async () => {
  graph = await programWith(program);
}, 240_000);

/** The AWS resources of one component of one option's set, inner components included. */
const resourcesOf = (id: string, component: string): Resource[] => {
  const root = graph.resources.find(({ name, custom }) => !custom && name === `${id}-${component}`);
  const below = (urn: string): Resource[] =>
    graph.resources.filter(({ parent }) => parent === urn).flatMap((each) => [each, ...below(each.urn)]);
  const found = root === undefined ? [] : below(root.urn).filter(({ custom }) => custom);
  if (found.length === 0) throw new Error(`no resources of ${id}-${component}`);
  return found;
};
const urnOf = (name: string): string => graph.resources.find((each) => each.name === name)?.urn ?? "";

describe.each(components)("%s", (component) => {
  test.each(["provider", "providers"])("%s: every resource is made by it", (id) => {
    expect(urnOf("elsewhere")).not.toBe("");
    const others = resourcesOf(id, component).filter(({ provider }) => provider !== urnOf("elsewhere"));
    expect(others).toEqual([]);
    expect(resourcesOf("plain", component).map(({ provider }) => provider)).not.toContain(urnOf("elsewhere"));
  });

  test("protect: true protects the component, false nothing of it", () => {
    const own = (id: string) => graph.resources.find(({ name, custom }) => !custom && name === `${id}-${component}`);
    expect(own("kept")?.protect).toBe(true);
    expect(resourcesOf("kept", component).some(({ protect }) => protect)).toBe(true);
    expect(own("loose")?.protect).toBe(false);
    expect(resourcesOf("loose", component).filter(({ protect }) => protect)).toEqual([]);
  });

  test("parent: the component belongs to it", () => {
    const own = graph.resources.find(({ name, custom }) => !custom && name === `child-${component}`);
    expect(own?.parent).toBe(urnOf("team"));
  });

  test("dependsOn: every resource waits for it", () => {
    const early = resourcesOf("after", component).filter(({ dependsOn }) => !dependsOn.includes(urnOf("first")));
    expect(early.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });

  test("tags: every resource that can have them has them", () => {
    const without = resourcesOf("tags", component).filter(({ inputs }) => {
      const { tags } = inputs;
      return JSON.stringify(tags) !== '{"team":"files"}';
    });
    const types = without.map(({ type }) => type.split(":").at(-1) ?? "");
    expect(types.filter((type) => !untaggable.includes(type))).toEqual([]);
    expect(without.length).toBeLessThan(resourcesOf("tags", component).length);
    expect(resourcesOf("plain", component).filter(({ inputs }) => inputs.tags !== undefined)).toEqual([]);
  });

  test("transform: the named child is changed, and no other", () => {
    const changed = resourcesOf("changed", component).filter(({ inputs }) =>
      ["description", "bucketNamespace", "mfa"].some((field) => inputs[field] === "changed"),
    );
    expect(changed.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort()).toEqual(transformed[component]);
  });

  // The engine gives a child the aliases of its parent, with the parent's old name at the beginning of the child's.
  test("aliases: the component has them, and its children's names begin with its own", () => {
    const aliases = graph.outputs.aliases as Readonly<Record<string, readonly string[]>>;
    expect(aliases[component]?.map((urn) => urn.split("::").at(-1))).toEqual([`old-${component}`]);
    const names = resourcesOf("new", component).map(({ name }) => name);
    expect(names.filter((name) => !`${name}-`.startsWith(`new-${component}-`))).toEqual([]);
  });

  test("nodes: the raw children are there", () => {
    const counts = graph.outputs.nodes as Readonly<Record<string, readonly (readonly [string, number])[]>>;
    expect(new Map(counts.plain).get(component)).toBeGreaterThan(0);
  });
});

/** AWS types without tags (https://www.pulumi.com/registry/packages/aws/api-docs/), written down by hand. */
const untaggable: readonly string[] = [
  ...["Alias", "RolePolicy", "Group", "GroupMembership", "GroupPolicy", "Permission", "TopicPolicy", "QueuePolicy"],
  ...["TopicSubscription", "Dashboard", "LogMetricFilter", "QueryDefinition", "EventTarget", "Integration", "Route"],
  ...["BucketPublicAccessBlock", "BucketOwnershipControls", "BucketVersioning", "BucketPolicy", "BucketLogging"],
  ...["BucketServerSideEncryptionConfiguration", "BucketObjectLockConfiguration", "BucketCorsConfiguration"],
  ...["BucketReplicationConfig", "BucketNotification", "BucketLifecycleConfiguration"],
];

const transformed: Readonly<Record<(typeof components)[number], readonly string[]>> = {
  key: ["Key changed-key"],
  logs: ["Bucket changed-logs"],
  vault: ["BucketVersioning changed-vault", "Key changed-vault"],
  main: ["Role changed-main-replication"],
  index: ["EventBus changed-index"],
  api: ["Function changed-api-read"],
  roles: ["Role changed-roles-viewer"],
  trail: ["Key changed-trail", "Role changed-trail-delivery"],
  alerts: ["EventRule changed-alerts-notices"],
};

test("purpose: two of a kind have no physical name in common", () => {
  const names = graph.resources
    .filter(({ custom, type }) => custom && !type.includes("queryDefinition") && !type.includes("apigatewayv2"))
    .flatMap(({ type, region, inputs }) => {
      const name = inputs.bucket !== undefined && type.endsWith(":Bucket") ? inputs.bucket : inputs.name;
      return typeof name === "string" ? [`${type} ${region} ${name} ${String(inputs.logGroupName ?? "")}`] : [];
    });
  expect(names.length).toBeGreaterThan(400);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
