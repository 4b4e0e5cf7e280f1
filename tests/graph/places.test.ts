import { find } from "../support/graph";
import { programWith, stackWith } from "../support/program";

const key = (more = "") => `new coffer.EncryptionKey("k", { naming, purpose: "keys" }, { ${more} });`;

describe("a naming is compared with where its provider deploys", () => {
  test("another region than the stack's is refused with both, in a preview as well", async () => {
    const message =
      'k: naming.region is "eu-central-1", and the provider deploys into us-east-1; give the region us-east-1, or a provider of eu-central-1 (opts.provider, or aws:region of the stack).';
    await expect(programWith(key(), { "aws:region": "us-east-1" })).rejects.toThrow(message);
    await expect(programWith(key(), { "aws:region": "us-east-1" }, { preview: true })).rejects.toThrow(message);
  });

  test("a provider of its own counts, not the stack's", async () => {
    const provider = (region: string) => `const provider = new aws.Provider("own", { region: "${region}" });`;
    const graph = await programWith(provider("eu-central-1") + key("provider"), { "aws:region": "us-east-1" });
    expect(find(graph, "Key", "k").region).toBe("eu-central-1");
    await expect(programWith(provider("us-west-2") + key("provider"))).rejects.toThrow("deploys into us-west-2");
  });

  test("another account than the naming's is refused with both", async () => {
    const lines = (accountId: string) => `Object.assign(naming, { accountId: "${accountId}" }); ${key()}`;
    expect(find(await programWith(lines("123456789012")), "Key", "k").region).toBe("eu-central-1");
    await expect(programWith(lines("210987654321"))).rejects.toThrow(
      'k: naming.accountId is "210987654321", and the provider deploys into the account 123456789012; use the credentials of 210987654321, or give that account\'s number.',
    );
  });

  test("a region that nobody has heard of is no mistake if the provider deploys there", async () => {
    const graph = await programWith(`naming.region = "eusc-de-east-1"; ${key()}`, { "aws:region": "eusc-de-east-1" });
    expect(find(graph, "Alias", "k").inputs.name).toBe("alias/acme-test-eusc-de-east-1-keys");
  });
});

test("AWS is asked once for each provider, however many components there are", async () => {
  const graph = await programWith(`
    const asked = [];
    for (const name of ["getRegionOutput", "getCallerIdentityOutput"]) {
      const real = aws[name];
      Object.defineProperty(aws, name, { value: (...given) => { asked.push(name); return real(...given); } });
    }
    const provider = new aws.Provider("own", { region: "eu-central-1" });
    for (const name of ["a1", "a2", "a3"]) new coffer.EncryptionKey(name, { naming, purpose: name });
    for (const name of ["b1", "b2"]) new coffer.EncryptionKey(name, { naming, purpose: name }, { provider });
    exports.asked = asked;`);
  expect(graph.outputs.asked).toEqual([
    "getCallerIdentityOutput",
    "getRegionOutput",
    "getCallerIdentityOutput",
    "getRegionOutput",
  ]);
});

describe("the second region", () => {
  const vault = (more = "") => `new coffer.StandbyVault("v", { naming, region: "eu-west-1" }, { ${more} });`;

  test("a vault keeps its component's provider, with its role, account and tags, and puts every child in its region", async () => {
    const graph = await programWith(`
      const provider = new aws.Provider("own", {
        region: "eu-central-1",
        assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/deployer" }],
        allowedAccountIds: ["123456789012"],
        defaultTags: { tags: { owner: "storage" } },
      });
      ${vault("provider")}`);
    const provider = find(graph, "aws", "own");
    const children = graph.resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
    expect(children.length).toBe(20);
    expect(new Set(children.map((child) => `${child.provider} ${child.inputs.region}`))).toEqual(
      new Set([`${provider.urn} eu-west-1`]),
    );
    expect(graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"))).toEqual([provider]);
  });

  test("a role, which has no region, is given none there", async () => {
    const graph = await programWith(`
      const here = { ...naming, region: "eu-west-1", copyOf: "eu-central-1" };
      const key = new coffer.EncryptionKey("k", { naming: here, purpose: "keys" });
      new coffer.SecureBucket("b", { naming: here, purpose: "chain", encryption: { kind: "kms", keyArn: key.arn },
        replication: { bucketArn: "arn:aws:s3:::other", keyArn: "arn:aws:kms:us-east-1:123456789012:key/x", region: "us-east-1", ready: [] } });`);
    const regions = graph.resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
    const without = regions.filter(({ inputs }) => inputs.region === undefined).map(({ type }) => type);
    expect(without.sort()).toEqual(["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"]);
    expect(new Set(regions.map(({ inputs }) => inputs.region))).toEqual(new Set([undefined, "eu-west-1"]));
  });

  test("a copy whose source is not where the provider deploys is refused", async () => {
    await expect(programWith(vault(), { "aws:region": "us-east-1" })).rejects.toThrow(
      'naming.region is "eu-central-1", and the provider deploys into us-east-1',
    );
  });
});

/** The physical names of one type of resources. */
const namesIn = (graph: Awaited<ReturnType<typeof stackWith>>): string[] =>
  graph.resources.flatMap(({ type, region, inputs }) => {
    const name = inputs.bucket && type.endsWith(":Bucket") ? inputs.bucket : (inputs.name ?? inputs.dashboardName);
    // The gate of an API is called $default, and names of APIs and queries may be there twice.
    return typeof name !== "string" || /:(Stage|Api|QueryDefinition)$/.test(type) ? [] : [`${type} ${region} ${name}`];
  });

test("two stacks that mirror each other, and a third that shares a standby region, collide nowhere", async () => {
  const stack = (region: string, standby: string) =>
    stackWith({ "aws:region": region, "coffer:standbyRegion": standby });
  const here = await stack("eu-central-1", "eu-west-1");
  const mirror = await stack("eu-west-1", "eu-central-1");
  const third = await stack("us-east-1", "eu-west-1");
  const all = [here, mirror, third].flatMap(namesIn);
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  const vaults = [here, mirror, third].map((graph) => graph.outputs.vaultBucket);
  expect(vaults).toEqual([
    "acme-dev-eu-west-1-euc1-vault-123456789012",
    "acme-dev-eu-central-1-euw1-vault-123456789012",
    "acme-dev-eu-west-1-use1-vault-123456789012",
  ]);
}, 180_000);
