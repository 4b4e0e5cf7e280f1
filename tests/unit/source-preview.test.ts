import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../tools/graph/check/run-pack";
import { readPreview } from "../../tools/graph/sources/preview";
import { unknown } from "../../tools/graph/types";

const folder = mkdtempSync(join(tmpdir(), "coffer-preview-"));

let files = 0;
const written = (content: unknown): string => {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

const later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const provider = `${urnOf("pulumi:providers:aws", "default_7_48_0")}::${later}`;

const step = (op: string, type: string, name: string, inputs: object = {}, more: object = {}) => {
  const state = { urn: urnOf(type, name), custom: true, type, inputs, provider, ...more };
  return {
    op,
    urn: state.urn,
    provider,
    detailedDiff: null,
    ...(op.startsWith("delete") ? { oldState: state } : { newState: state }),
  };
};
const stack = {
  op: "create",
  urn: urnOf("pulumi:pulumi:Stack", "shop-dev"),
  newState: { urn: urnOf("pulumi:pulumi:Stack", "shop-dev"), custom: false, type: "pulumi:pulumi:Stack" },
};
const queue = (op: string, inputs: object = {}) => step(op, "aws:sqs/queue:Queue", "jobs", inputs);

const preview = (steps: readonly object[], summary?: object, more: object = {}) => ({
  config: { "aws:region": "eu-central-1" },
  steps,
  duration: 1_200_000_000,
  changeSummary: summary ?? { create: steps.length },
  ...more,
});

const namesIn = (content: object) => readPreview(written(content)).graph.resources.map(({ name }) => name);
const causes = (content: object) => readPreview(written(content)).graph.unseen.map(({ cause }) => cause);

test("what would be is a graph, with what the deployment decides left open", () => {
  const policy = step(
    "create",
    "aws:sqs/queuePolicy:QueuePolicy",
    "jobs",
    { queueUrl: later, policy: later },
    {
      propertyDependencies: { queueUrl: [urnOf("aws:sqs/queue:Queue", "jobs")] },
    },
  );
  const { graph, final } = readPreview(written(preview([stack, queue("create", { name: "jobs" }), policy])));
  expect(final).toBe(false);
  expect(graph).toMatchObject({ project: "shop", stack: "dev", unseen: [] });
  expect(graph.resources[2]).toMatchObject({
    region: "eu-central-1",
    inputs: { queueUrl: unknown, policy: unknown },
    sources: { queueUrl: [urnOf("aws:sqs/queue:Queue", "jobs")] },
  });
});

test.each(["same", "create", "update", "replace", "create-replacement", "import", "read"])(
  "%s leaves a resource there",
  (op) => {
    expect(namesIn(preview([stack, queue(op)], { create: 1, [op]: 1 }))).toEqual(["shop-dev", "jobs"]);
  },
);

test.each(["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"])(
  "%s does not",
  (op) => {
    expect(namesIn(preview([stack, queue(op)]))).toEqual(["shop-dev"]);
  },
);

test("the steps of a replacement leave one resource, as it will be", () => {
  const steps = [
    stack,
    queue("create-replacement", { name: "b" }),
    queue("replace", { name: "b" }),
    queue("delete-replaced", { name: "a" }),
  ];
  const { graph } = readPreview(written(preview(steps)));
  expect(graph.resources.map(({ inputs }) => inputs.name)).toEqual([undefined, "b"]);
});

test("a resource that a refresh found, and that is deleted, is not there", () => {
  expect(namesIn(preview([stack, queue("refresh"), queue("delete")]))).toEqual(["shop-dev"]);
});

test("the default provider has the region of the configuration; another one its own, or none that is known", () => {
  const named = (name: string, inputs: object) =>
    step("create", "pulumi:providers:aws", name, inputs, { provider: "" });
  const on = (name: string, by: string) =>
    step("create", "aws:sqs/queue:Queue", name, {}, { provider: `${urnOf("pulumi:providers:aws", by)}::${later}` });
  const steps = [
    stack,
    named("paris", { region: "eu-west-3" }),
    named("by-profile", {}),
    queue("create"),
    on("b", "paris"),
    on("c", "by-profile"),
  ];
  const { graph } = readPreview(written(preview(steps)));
  expect(graph.resources.filter(({ type }) => type.startsWith("aws:")).map(({ region }) => region)).toEqual([
    "eu-central-1",
    "eu-west-3",
    unknown,
  ]);
});

describe("a preview that does not show everything is not called clean", () => {
  test("without --show-sames", () => {
    expect(causes(preview([{ ...stack, op: "same" }, queue("update")], { same: 12, update: 1 }))).toEqual([
      "11 unchanged resources are not in the preview.",
    ]);
    expect(causes(preview([{ ...stack, op: "same" }, queue("same")], { same: 2 }))).toEqual([]);
  });

  test("with an error", () => {
    const diagnostics = [
      { message: "warning: deprecated", severity: "warning" },
      {
        urn: urnOf("aws:sqs/queue:Queue", "jobs"),
        message: "error: sqs.Queue resource has a problem\n  more",
        severity: "error",
      },
    ];
    expect(causes(preview([stack], undefined, { diagnostics }))).toEqual([
      "The preview failed, and what comes after is not in it: error: sqs.Queue resource has a problem",
    ]);
  });

  test("without a summary", () => {
    expect(causes({ steps: [stack] })).toEqual([expect.stringContaining("has no summary")]);
  });

  test("with a step that nobody knows here, or without what comes of it", () => {
    expect(causes(preview([stack, queue("transmogrify")]))).toEqual([
      "The preview does not show what it will be (transmogrify).",
    ]);
    expect(causes(preview([stack, { op: "create", urn: urnOf("aws:sqs/queue:Queue", "jobs") }]))).toEqual([
      "The preview does not show what it will be (create).",
    ]);
  });

  test("with a secret that a mandatory rule needs", async () => {
    const policy = step("create", "aws:sqs/queuePolicy:QueuePolicy", "jobs", { queueUrl: "q", policy: "[secret]" });
    const checked = await check({
      directory: folder,
      stack: "dev",
      today: "2026-11-22",
      previewJson: written(preview([stack, policy])),
    });
    expect(checked.unseen.map(({ resource, remedy }) => `${resource} ${remedy}`)).toContain(
      `${policy.urn} The preview hides secrets. Check the program, or what is deployed: \`pulumi stack export --show-secrets\`.`,
    );
  });

  test("with no resource of AWS at all", async () => {
    const checked = (...steps: object[]) =>
      check({
        directory: folder,
        stack: "dev",
        today: "2026-11-22",
        previewJson: written(preview([stack, ...steps])),
      });
    const native = step("create", "aws-native:s3:Bucket", "files");
    // Those of another maker are findings of a rule, which an exception can accept, and nothing else.
    for (const { unseen, outcome } of [await checked(native, queue("create")), await checked(native)]) {
      expect(unseen).toEqual([]);
      expect(outcome.violations.map(({ rule }) => rule.id)).toContain("program-hidden-resources");
    }
    expect((await checked(step("create", "gcp:storage/bucket:Bucket", "files"))).unseen).toMatchObject([
      { cause: "It has no resource of AWS: no rule is about what it makes." },
    ]);
  });
});

test("nothing at all is not called clean, nor is the stack alone", async () => {
  const at = async (content: object) =>
    check({ directory: folder, stack: "dev", today: "2026-11-22", previewJson: written(content) });
  const nothing = await at({ steps: [], changeSummary: {} });
  expect(nothing.unseen).toMatchObject([{ cause: "It has no resource, not even a stack: nothing was judged." }]);
  const alone = await at(preview([stack]));
  expect(alone.outcome.violations.map(({ rule }) => rule.id)).toEqual(["program-empty"]);
});

test.each([
  ["a state", { version: 3, deployment: { resources: [] } }, "It is a state: give it with --state."],
  ["a plan", { resourcePlans: {}, manifest: {} }, "It is a plan of --save-plan"],
  ["a summary", { result: "succeeded", summary: {} }, "It is the summary of --output json"],
  [
    "another file",
    { name: "shop" },
    "is no preview: it has no steps. Give the file that `pulumi preview --json --show-sames",
  ],
  ["steps of another kind", { steps: [{ urn: "u" }] }, "steps.0.op"],
  ["a list", [], "is no preview"],
  ["streamed events", '{"sequence":0}\n{"sequence":1}', "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"],
])("%s is refused in words", (_, content, message) => {
  expect(() => readPreview(written(content))).toThrow(message);
});
