import { type PackResource, packResource, type ResourceFacts } from "../../../policies/framework/resource";
import type { Rule } from "../../../policies/framework/rule";
import { StackIndex } from "../../../policies/framework/stack-index";
import { rules } from "../../../policies/rules";
import type { Resource } from "../../graph/types";
import type { DeclaredProperty } from "./declarations";
import type { Kind } from "./kinds";
import { probesFor, withValue } from "./probes";

/** A stack in which a property is tried: the resource that has it, and what belongs to that resource. */
interface Context {
  readonly subject: ResourceFacts;
  readonly others: readonly PackResource[];
}

/** A rule that asks nothing until it is told what to ask. */
const parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "regions-allowed": { allowed: ["eu-central-1"] },
};

const stack = packResource({ urn: "urn:stack", token: "pulumi:pulumi:Stack", name: "stack", inputs: {} });
const region = "eu-central-1";

const alone = (type: string): Context => ({
  subject: { urn: "urn:subject", token: type, name: "subject", parent: "urn:stack", inputs: {}, region },
  others: [stack],
});

const factsOf = ({ urn, type, name, parent, inputs, outputs, sources, region: place }: Resource): ResourceFacts => ({
  ...{ urn, token: type, name, parent, inputs, outputs, sources, region: place },
});

/** The resources that a resource's values come from, or that have values from it, and theirs in turn. */
const neighbours = (subject: Resource, graph: readonly Resource[]): readonly Resource[] => {
  const sourcesOf = (one: Resource) => Object.values(one.sources).flat();
  let urns = new Set([subject.urn]);
  for (let step = 0; step < 2; step++)
    urns = new Set(
      graph
        .filter((one) => urns.has(one.urn) || sourcesOf(one).some((urn) => urns.has(urn)))
        .flatMap((one) => [one.urn, ...sourcesOf(one)])
        .concat([...urns]),
    );
  return graph.filter(({ urn }) => urns.has(urn) && urn !== subject.urn);
};

/** How many resources of a type are tried in their place. */
const most = 3;

/** The contexts of a type: a resource by itself, and those of a program that shows every rule at work. */
export const contextsOf = (graph: readonly Resource[]): ((type: string) => readonly Context[]) => {
  const known = new Map<string, readonly Context[]>();
  return (type) => {
    const found = known.get(type) ?? [
      alone(type),
      ...graph
        .filter((one) => one.type === type)
        .slice(0, most)
        .map((one) => ({
          subject: factsOf(one),
          others: [stack, ...neighbours(one, graph).map((other) => packResource(factsOf(other)))],
        })),
    ];
    known.set(type, found);
    return found;
  };
};

/** What each rule finds in a context where a property has a value, as one text. */
const answers = (
  { subject, others }: Context,
  { path }: DeclaredProperty,
  value: unknown,
  judging: readonly Rule[],
): ReadonlyMap<Rule, string> => {
  const inputs = withValue({ ...(subject.inputs as Readonly<Record<string, unknown>>) }, path, value);
  const place = path === "region" ? value : subject.region;
  // What the provider made of the other value says nothing about this one.
  const { outputs: _, ...facts } = subject;
  const index = new StackIndex([...others, packResource({ ...facts, inputs, region: place })]);
  return new Map(
    judging.map((rule) => [
      rule,
      rule
        .run(index, parameters[rule.id] ?? {})
        .filter(({ verdict }) => verdict === "violation")
        .map(({ resource, message }) => `${resource.urn} ${message}`)
        .sort()
        .join("\n"),
    ]),
  );
};

/**
 * The rules that judge a property: those whose findings change when it does, in any context. That a rule reads a property
 * is not enough: what is read may be thrown away.
 */
export const judgesOf = (
  property: DeclaredProperty,
  kind: Kind,
  contexts: readonly Context[],
  judging = rules,
): readonly string[] => {
  const found = new Set<Rule>();
  for (const context of contexts) {
    const [first, ...others] = probesFor(kind, property).map((value) => answers(context, property, value, judging));
    for (const other of others)
      for (const [rule, findings] of other) if (findings !== first?.get(rule)) found.add(rule);
  }
  return [...found].map(({ id }) => id).sort();
};
