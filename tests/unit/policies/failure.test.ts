import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { enginePolicies } from "../../../policies/framework/engine";
import { type Rule, resourceRule, stackRule } from "../../../policies/framework/rule";
import { runRules } from "../../../policies/framework/run";
import { rules } from "../../../policies/rules";
import { exitStatus } from "../../../tools/graph/check/text-report";
import { failedIn } from "../../../tools/graph/check/undecided";
import { goodBucket } from "../../support/bucket-fixtures";
import { indexOf, resource } from "../../support/policies";

const bucketType = "aws:s3/bucket:Bucket";
const text = {
  what: "w",
  why: "y",
  fix: "Do it",
  controls: [],
  document: "none: a test",
  severity: "low",
  level: "advisory",
} as const;
/** Finds fault with `one`, and then breaks at it. */
const check = function* ({ name }: { readonly name: string }) {
  if (name !== "one") return;
  yield "is bad";
  throw new TypeError("x.some is\nnot a function");
};
const breaksAtOne = resourceRule("/rules/test/breaks-at-one.ts", { ...text, types: [bucketType], check });
const breaksInStack = stackRule("/rules/test/breaks-in-stack.ts", { ...text, types: [bucketType], check });
const breaksAtOnce: Rule = {
  ...breaksInStack,
  id: "breaks-at-once",
  run: () => {
    throw new RangeError("Maximum call stack size exceeded");
  },
};
const breakers = [breaksAtOne, breaksInStack, breaksAtOnce];

const stack = [
  ...goodBucket("main"),
  resource(bucketType, "one", { bucket: "acme-dev-eu-central-1-one" }),
  resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: "{}" }),
];
const today = "2026-11-27";

describe("a rule that throws", () => {
  const index = indexOf(stack);
  const alone = runRules(rules, index, { today });
  const beside = runRules([...breakers, ...rules, ...breakers], index, { today });
  const texts = (outcome: typeof alone) =>
    outcome.violations.map(({ rule, resource: { name }, message }) => `${rule.id} ${name} ${message}`);

  test("loses no finding of the other rules, and none of its own from before", () => {
    expect(alone.violations.length).toBeGreaterThan(10);
    const own = ["breaks-at-one one is bad", "breaks-in-stack one is bad"];
    expect(texts(beside)).toEqual([...own, ...texts(alone), ...own]);
    expect(alone.failed).toEqual([]);
  });

  test("is named with what it threw, on one line, and the resource", () => {
    const [first] = failedIn(beside);
    expect(first).toEqual({
      kind: "rule",
      cause: "breaks-at-one failed: TypeError: x.some is not a function.",
      resource: `urn:pulumi:test::test::${bucketType}::one`,
      remedy: expect.stringContaining("report it"),
    });
    expect(failedIn(beside).map(({ cause }) => cause.split(" ")[0])).toEqual([
      ...["breaks-at-one", "breaks-in-stack", "breaks-at-once", "breaks-at-one", "breaks-in-stack", "breaks-at-once"],
    ]);
  });

  test("ends the check with 2, though the rule is advisory", () => {
    const clean = runRules([breaksAtOnce], index, { today });
    expect(exitStatus(clean, { today }, failedIn(clean))).toBe(2);
    expect(exitStatus(beside, { today }, failedIn(beside))).toBe(2);
  });

  test("is not accepted by an exception", () => {
    const accepted = { rule: "breaks-at-once", resource: "*", reason: "It breaks, and we know", expires: "2026-12-31" };
    expect(runRules([breaksAtOnce], index, { today, exceptions: [accepted] }).failed).toHaveLength(1);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s may, and no other finding is lost", (id, rule) => {
    const broken: Rule = { ...rule, run: breaksAtOnce.run };
    const outcome = runRules(
      rules.map((one) => (one === rule ? broken : one)),
      index,
      { today },
    );
    expect(texts(outcome)).toEqual(
      texts({ ...alone, violations: alone.violations.filter((one) => one.rule.id !== id) }),
    );
    expect(outcome.failed.map((one) => one.rule.id)).toEqual([id]);
  });
});

describe("in the engine", () => {
  const asked = {
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    stackTags: new Map<string, string>(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>() => ({}) as T,
    notApplicable: (): never => {
      throw new Error("not applicable");
    },
  };
  const resources = stack.map(({ type, name }) => ({
    ...asked,
    ...{
      type,
      name,
      urn: `urn:pulumi:test::test::${type}::${name}`,
      props: { bucket: `acme-dev-eu-central-1-${name}` },
    },
    ...{ dependencies: [], propertyDependencies: {} },
  }));

  /** What the policies report, as the engine asks: each resource by itself, then the stack. */
  const report = async (given: readonly Rule[]): Promise<readonly string[]> => {
    const said: string[] = [];
    const policies = enginePolicies(given, () => today);
    for (const args of resources satisfies readonly ResourceValidationArgs[])
      for (const policy of policies)
        if ("validateResource" in policy && typeof policy.validateResource === "function")
          await policy.validateResource(args, (message) => said.push(`${policy.name}: ${message}`));
    const whole: StackValidationArgs = { ...asked, resources };
    for (const policy of policies)
      if ("validateStack" in policy)
        await policy.validateStack(whole, (message) => said.push(`${policy.name}: ${message}`));
    return said;
  };

  test("a mandatory policy says so, once each, and the others' findings are there", async () => {
    const said = await report([...breakers, ...rules]);
    expect(said.filter((one) => one.startsWith("rule-failed: "))).toEqual([
      expect.stringContaining("breaks-at-one failed at one: TypeError: x.some is not a function. The rule is at fault"),
      expect.stringContaining("breaks-in-stack failed at one: TypeError"),
      expect.stringContaining("breaks-at-once failed at the stack: RangeError"),
    ]);
    const others = await report(rules);
    expect(others.length).toBeGreaterThan(5);
    expect(said).toEqual(expect.arrayContaining([...others, "breaks-at-one: one is bad. Do it."]));
    expect(others.filter((one) => one.startsWith("rule-failed"))).toEqual([]);
  });

  test("a mend that throws is one too", async () => {
    const mends: Rule = {
      ...resourceRule("/rules/test/mends.ts", { ...text, types: [bucketType], *check() {} }),
      remediate: () => {
        throw new Error("no mend");
      },
    };
    const policies = enginePolicies([mends], () => today);
    const [args] = resources;
    const said: string[] = [];
    for (const policy of policies)
      if (args !== undefined && "remediateResource" in policy && typeof policy.remediateResource === "function")
        expect(await policy.remediateResource(args)).toBeUndefined();
    for (const policy of policies)
      if (policy.name === "rule-failed" && "validateStack" in policy)
        await policy.validateStack({ ...asked, resources }, (message) => said.push(message));
    expect(said).toEqual([expect.stringContaining("mends failed at main: Error: no mend.")]);
  });

  const findings = async (shown: readonly (typeof resources)[], shownOnce: boolean): Promise<readonly string[][]> => {
    const policies = enginePolicies(rules, () => today, { shownOnce });
    const passes: string[][] = [];
    for (const list of shown) {
      const said: string[] = [];
      let first = true;
      for (const policy of policies) {
        if (!("validateStack" in policy) || policy.name === "accepted-exceptions") continue;
        const whole: StackValidationArgs = { ...asked, resources: first || !shownOnce ? list : [] };
        await policy.validateStack(whole, (message) => said.push(`${policy.name}: ${message}`));
        first = false;
      }
      passes.push(said);
    }
    return passes;
  };

  test("the stack that is shown to the first policy alone is every rule's, in each pass", async () => {
    const fewer = resources.slice(0, 1);
    const once = await findings([resources, fewer, resources], true);
    expect(once).toEqual(await findings([resources, fewer, resources], false));
    expect(once[0]?.length).toBeGreaterThan(once[1]?.length ?? 0);
    expect(once[2]).toEqual(once[0]);
  });

  test("a stack that the first policy cannot read is clean for no other", async () => {
    const policies = enginePolicies(rules, () => today, { shownOnce: true });
    const unreadable = resources.slice(0, 1).map((one) => ({
      ...one,
      get props(): never {
        throw new Error("torn");
      },
    }));
    const ask = (shown: typeof resources) =>
      policies.flatMap((policy) => {
        try {
          if ("validateStack" in policy) policy.validateStack({ ...asked, resources: shown }, () => {});
          return ["read"];
        } catch (error) {
          return [String(error)];
        }
      });
    expect(ask(unreadable)[0]).toBe("Error: torn");
    expect(ask([]).filter((said) => said === "Error: the resources of the stack could not be read").length).toBe(
      1 + rules.length,
    );
  });
});
