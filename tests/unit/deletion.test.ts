import * as fc from "fast-check";
import { deletionOrder, destroyGraph } from "../../tools/graph/deletion";
import type { Resource } from "../../tools/graph/evaluate";

const resource = (urn: string, given: Partial<Resource> = {}): Resource => ({
  urn,
  type: "aws:x/y:Y",
  name: urn,
  custom: true,
  parent: "",
  provider: "",
  region: "eu-central-1",
  protect: false,
  dependsOn: [],
  inputs: {},
  sources: {},
  id: urn,
  outputs: {},
  ...given,
});

/**
 * stack ─ part (component) ─ bucket ← policy ← trail; alarm ← stack only; topic ← alarm's property; a provider for
 * policy; `late` depends on the component as a whole.
 */
const graph = (protectedUrns: readonly string[] = []) =>
  [
    resource("stack", { custom: false }),
    resource("provider", { parent: "stack" }),
    resource("part", { custom: false, parent: "stack" }),
    resource("bucket", { parent: "part" }),
    resource("policy", { parent: "part", dependsOn: ["bucket"], provider: "provider" }),
    resource("trail", { parent: "part", sources: { bucket: ["policy"] } }),
    resource("topic", { parent: "stack" }),
    resource("alarm", { parent: "stack", sources: { actions: ["topic"] } }),
    resource("late", { parent: "stack", dependsOn: ["part"] }),
  ].map((one) => ({ ...one, protect: protectedUrns.includes(one.urn) }));

const urns = (resources: readonly Resource[]) => resources.map(({ urn }) => urn);

test("resources go in groups, by the length of their way to what depends on nothing", () => {
  expect(deletionOrder(graph()).map(urns)).toEqual([
    // 5: the trail is below stack, part, bucket, policy; `late` waits for the component's children, the trail too.
    ["late"],
    ["trail"],
    ["policy"],
    ["bucket", "alarm"],
    ["provider", "part", "topic"],
    ["stack"],
  ]);
});

test("each group is deleted before the next one begins", async () => {
  const log: string[] = [];
  await destroyGraph(graph(), async ({ urn }) => {
    log.push(`${urn} begins`);
    await new Promise((done) => setTimeout(done, 1));
    log.push(`${urn} ends`);
  });
  expect(log.indexOf("policy begins")).toBeGreaterThan(log.indexOf("trail ends"));
  expect(log.indexOf("bucket begins")).toBeGreaterThan(log.indexOf("policy ends"));
  expect(log.indexOf("alarm begins")).toBeLessThan(log.indexOf("bucket ends"));
  expect(log).toHaveLength(18);
});

test("a refusal spares what the refused one depends on, parents and provider too, and the rest is deleted", async () => {
  const { deleted, refused, spared } = await destroyGraph(graph(["policy"]), async () => undefined);
  expect(urns(deleted)).toEqual(["late", "trail", "alarm", "topic"]);
  expect(urns(refused)).toEqual(["policy"]);
  expect(urns(spared).sort()).toEqual(["bucket", "part", "provider", "stack"]);
});

test("a protected one that nothing else depends on is refused with the others", async () => {
  const { deleted, refused } = await destroyGraph(graph(["policy", "topic"]), async () => undefined);
  expect(urns(refused)).toEqual(["policy", "topic"]);
  expect(urns(deleted)).toEqual(["late", "trail", "alarm"]);
});

test("what cannot be deleted ends it there", async () => {
  const tried: string[] = [];
  const destroy = destroyGraph(graph(), async ({ urn }) => {
    tried.push(urn);
    if (urn === "policy") throw new Error("BucketNotEmpty");
  });
  await expect(destroy).rejects.toThrow("BucketNotEmpty");
  expect(tried).toEqual(["late", "trail", "policy"]);
});

/** Any stack: each resource depends on some of those before it, by a dependency or a property, or has one for a parent. */
const anyStack = fc
  .array(
    fc.record({
      dependsOn: fc.array(fc.nat(), { maxLength: 3 }),
      source: fc.option(fc.nat()),
      parent: fc.option(fc.nat()),
      protect: fc.boolean(),
      custom: fc.boolean(),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drafts) =>
    drafts.map(({ dependsOn, source, parent, ...given }, at) => {
      const before = (index: number) => (at === 0 ? [] : [`r${index % at}`]);
      return resource(`r${at}`, {
        ...given,
        dependsOn: dependsOn.flatMap(before),
        sources: source === null ? {} : { input: before(source) },
        parent: (parent === null ? undefined : before(parent)[0]) ?? "",
      });
    }),
  );

test("property: nothing is deleted before what depends on it, and nothing protected at all", async () => {
  await fc.assert(
    fc.asyncProperty(anyStack, async (stack) => {
      const log: string[] = [];
      const { deleted, refused, spared } = await destroyGraph(stack, async ({ urn }) => void log.push(urn));
      expect(log.sort()).toEqual(urns(deleted).sort());
      expect(deleted.filter(({ protect }) => protect)).toEqual([]);
      expect(urns([...deleted, ...refused, ...spared]).sort()).toEqual(urns(stack).sort());
      const kept = new Set(urns([...refused, ...spared]));
      const needed = stack
        .filter(({ urn }) => kept.has(urn))
        .flatMap(({ dependsOn, sources, parent }) => [...dependsOn, ...Object.values(sources).flat(), parent]);
      expect(needed.filter((urn) => urn !== "" && !kept.has(urn))).toEqual([]);
    }),
  );
});

test("property: a protected guard that depends on everything keeps everything, and is alone in the first group", async () => {
  await fc.assert(
    fc.asyncProperty(anyStack, async (stack) => {
      const guard = resource("guard", { custom: false, protect: true, dependsOn: urns(stack) });
      const { deleted, refused } = await destroyGraph([...stack, guard], async () => undefined);
      expect(deleted).toEqual([]);
      expect(urns(refused)).toEqual(["guard"]);
      expect(deletionOrder([...stack, guard])[0]).toEqual([guard]);
    }),
  );
});
