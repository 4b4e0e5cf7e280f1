import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../tools/graph/check/run-pack";
import { readState } from "../../tools/graph/sources/state";
import { unknown } from "../../tools/graph/types";

const folder = mkdtempSync(join(tmpdir(), "coffer-state-"));
const python = join(__dirname, "../fixtures/pulumi-files/python-state.json");

let files = 0;
const written = (content: unknown): string => {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
};

const queue = { urn: "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs", custom: true, type: "aws:sqs/queue:Queue" };
const state = (resources: object[], more: object = {}) => ({
  version: 3,
  deployment: { manifest: {}, resources, ...more },
});
const causes = (content: object) =>
  readState(written(content)).graph.unseen.map(({ cause, resource }) => `${resource}: ${cause}`);

describe("the state of a Python program, with version 6 of the provider", () => {
  const { graph, hidden } = readState(python);
  const named = (type: string) => graph.resources.find((resource) => resource.type.endsWith(`:${type}`));

  test("is a graph with names, parents, sources and regions", () => {
    expect(graph).toMatchObject({ project: "shop", stack: "prod", unseen: [] });
    expect(graph.outputs).toEqual({ bucket: "shop-prod-files-1a2b3c4" });
    expect(named("BucketVersioningV2")).toMatchObject({
      name: "files",
      parent: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
      provider: "urn:pulumi:prod::shop::pulumi:providers:aws::default_6_83_0",
      region: "eu-west-1",
      inputs: { bucket: "shop-prod-files-1a2b3c4", versioningConfiguration: { status: "Suspended" } },
      sources: { bucket: ["urn:pulumi:prod::shop::aws:s3/bucketV2:BucketV2::files"] },
      dependsOn: ["urn:pulumi:prod::shop::aws:s3/bucketV2:BucketV2::files"],
    });
  });

  test("does not tell what is encrypted", () => {
    expect(named("BucketPolicy")?.inputs.policy).toBe(unknown);
    expect([...hidden]).toEqual(["urn:pulumi:prod::shop::aws:s3/bucketPolicy:BucketPolicy::files"]);
  });

  test("tells what the program only reads", () => {
    expect(named("Key")).toMatchObject({ external: true, inputs: { enableKeyRotation: false } });
  });

  test("is judged, at the lines that its CLI wrote down, and what cannot be is said", async () => {
    const checked = await check({ directory: folder, stack: "dev", today: "2026-11-22", state: python });
    const [policy] = checked.index.ofType("aws:s3/bucketPolicy:BucketPolicy");
    if (policy === undefined) throw new Error("the state has a bucket policy");
    const found = checked.outcome.violations.map(({ rule, resource }) => {
      const { file, line } = checked.locate(resource);
      return `${rule.id} ${resource.name} ${file}:${line}`;
    });
    expect(found).toContain("s3-versioning files storage.py:15");
    expect(found).toContain("s3-public-access-block files storage.py:14");
    // The program only reads the key: it is another stack's to correct.
    expect(found.filter((one) => one.includes(" shared "))).toEqual([]);
    // The CLI wrote down no place for this one.
    expect(checked.locate(policy)).toEqual({ file: "python-state.json", line: undefined });
    expect(checked.others).toEqual(["random: 1 resource"]);
    expect(checked.unseen.map(({ kind, cause }) => `${kind} ${cause}`)).toContain(
      "rule s3-tls-only cannot decide: policy is not known yet.",
    );
    expect(new Set(checked.unseen.map(({ remedy }) => remedy))).toEqual(
      new Set(["Export it with the values in the clear: `pulumi stack export --show-secrets`."]),
    );
  });
});

test.each([
  [
    "an interrupted operation",
    state([], { pending_operations: [{ type: "creating", resource: queue }] }),
    /\(creating\) was interrupted/,
  ],
  ["an old copy", state([queue, { ...queue, delete: true }]), /waits for its deletion/],
  ["half a replacement", state([{ ...queue, pendingReplacement: true }]), /is not made yet/],
  ["a resource that is not whole", state([{ ...queue, initErrors: ["timed out"] }]), /not made whole: timed out\./],
])("%s is not called clean", (_, content, cause) => {
  expect(causes(content)).toEqual([expect.stringMatching(cause)]);
  expect(causes(content)[0]).toContain(queue.urn);
});

test("a damaged state, and a provider that the rules do not know, are not called clean", () => {
  expect(causes(state([queue], { metadata: { integrity_error: { version: "3.1.0" } } }))).toEqual([
    "undefined: The state is marked as damaged.",
  ]);
  const provider = {
    urn: "urn:pulumi:dev::shop::pulumi:providers:aws::old",
    custom: true,
    inputs: { version: "4.38.1" },
  };
  expect(causes(state([provider, queue]))).toEqual([expect.stringContaining("by version 4 of the AWS provider")]);
  const plugins = [{ name: "aws", path: "", type: "resource", version: "8.0.0" }];
  expect(causes(state([queue], { manifest: { plugins } }))).toEqual([expect.stringContaining("by version 8")]);
});

test("a state after a destroy is not called clean", async () => {
  for (const resources of [[], null]) {
    const file = written({ version: 3, deployment: { manifest: {}, resources } });
    const { unseen } = await check({ directory: folder, stack: "dev", today: "2026-11-22", state: file });
    expect(unseen).toMatchObject([{ kind: "program", cause: expect.stringContaining("nothing was judged") }]);
  }
});

test("the old copy of a resource does not hide the new one", () => {
  const old = { ...queue, delete: true, inputs: { name: "old" } };
  const { graph } = readState(written(state([{ ...queue, inputs: { name: "new" } }, old])));
  expect(graph.resources.map(({ inputs }) => inputs.name)).toEqual(["new"]);
});

test("the inline blocks of versions 5 and 6 are judged", async () => {
  const bucket = (name: string, inputs: object) => ({
    urn: `urn:pulumi:dev::shop::aws:s3/bucket:Bucket::${name}`,
    custom: true,
    type: "aws:s3/bucket:Bucket",
    id: name,
    inputs: { __defaults: [], bucket: name, ...inputs },
    provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default_5_43_0::04da6b54",
  });
  const encryption = { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } };
  const file = written(
    state([
      bucket("acme-dev-good", { versioning: { enabled: true }, serverSideEncryptionConfiguration: encryption }),
      bucket("acme-dev-bad", { acl: "public-read", versioning: { enabled: false } }),
    ]),
  );
  const { outcome, unseen } = await check({ directory: folder, stack: "dev", today: "2026-11-22", state: file });
  expect(unseen).toEqual([]);
  const found = outcome.violations.map(({ rule, resource }) => `${rule.id} ${resource.name}`);
  for (const id of ["s3-versioning", "s3-default-encryption", "s3-public-acl"]) {
    expect(found).toContain(`${id} acme-dev-bad`);
    expect(found).not.toContain(`${id} acme-dev-good`);
  }
});

test("a region that no file tells is not known, rather than none", () => {
  const { graph } = readState(written(state([queue])));
  expect(graph.resources[0]?.region).toBe(unknown);
});

test("a self-managed backend's checkpoint, UTF-16 of PowerShell, and a byte order mark are read", () => {
  const { deployment } = state([queue]);
  for (const content of [
    { version: 3, checkpoint: { stack: "organization/shop/dev", latest: deployment } },
    { version: 4, features: ["taint"], deployment },
    Buffer.from(`\ufeff${JSON.stringify(state([queue]))}`, "utf16le"),
    `\ufeff${JSON.stringify(state([queue]))}`,
  ])
    expect(readState(written(content)).graph.resources).toHaveLength(1);
});

test.each([
  [
    "an old state",
    { version: 2, deployment: {} },
    "is a state of version 2; versions 3 and 4 are read. Run `pulumi refresh`",
  ],
  ["a preview", { steps: [], changeSummary: {} }, "It is a preview: give it with --preview-json."],
  [
    "another file",
    { name: "shop" },
    "is no exported state: it has no version and deployment. Give the file that `pulumi stack export",
  ],
  ["a resource without a URN", state([{ type: "aws:sqs/queue:Queue" }]), "resources.0.urn"],
  ["a URN of another kind", state([{ urn: "arn:aws:sqs:::x" }]), "resources.0.urn: a URN begins with urn:pulumi:"],
  ["text", "Previewing update (dev)", "is not JSON"],
  ["nothing", " \n", "is empty. Write it with `pulumi stack export > state.json`."],
  ["an event log", '{"sequence":0}\n{"sequence":1}\n', "holds one JSON object per line"],
])("%s is refused in words", (_, content, message) => {
  expect(() => readState(written(content))).toThrow(message);
});

test("a file that is not there is refused in words", () => {
  expect(() => readState("/nowhere.json")).toThrow(/^\/nowhere\.json cannot be read: .*ENOENT/);
});
