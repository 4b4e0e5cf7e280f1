import { packResource, type ResourceFacts } from "../../policies/framework/resource";
import type { Rule } from "../../policies/framework/rule";
import { StackIndex } from "../../policies/framework/stack-index";
import { notKnown } from "../../policies/framework/values";
import { rules } from "../../policies/rules";
import { asInline, asV2, type Fixture, inlineOnly } from "./policy-shapes";

export type { Fixture } from "./policy-shapes";

/** Stands, as a property, for something of another resource of the fixture. */
export class Ref {
  constructor(
    readonly label: string,
    readonly value: unknown,
  ) {}
}

/**
 * A property that comes from another resource, by its label. Without a value it is as in a preview: nobody knows it yet,
 * only where it comes from.
 */
export const from = (label: string, value: unknown = notKnown): Ref => new Ref(label, value);

export const resource = (type: string, name: string, inputs: Fixture["inputs"] = {}): Fixture => ({
  type,
  name,
  inputs,
});

export const labelOf = ({ type, name }: Pick<Fixture, "type" | "name">): string => `${type.split(":").at(-1)} ${name}`;

const urnOf = ({ type, name }: Fixture): string => `urn:pulumi:test::test::${type}::${name}`;

const plain = (value: unknown): unknown => {
  if (value instanceof Ref) return value.value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
};

const refsIn = (value: unknown): readonly string[] => {
  if (value instanceof Ref) return [value.label];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(refsIn) : [];
};

/** The facts that an index is built from, with the sources that the references of a fixture say. */
export const factsOf = (fixtures: readonly Fixture[]): ResourceFacts[] => {
  const urns = new Map(fixtures.map((fixture) => [labelOf(fixture).replace(/V2(?= )/, ""), urnOf(fixture)]));
  const urn = (label: string): string => {
    const found = urns.get(label);
    if (found === undefined) throw new Error(`the fixture has no ${label}; it has ${[...urns.keys()].join(", ")}`);
    return found;
  };
  return fixtures.map((fixture) => ({
    urn: urnOf(fixture),
    token: fixture.type,
    name: fixture.name,
    inputs: plain(fixture.inputs),
    region: plain(fixture.inputs.region),
    account: plain(fixture.inputs.account),
    sources: Object.fromEntries(
      Object.entries(fixture.inputs).map(([property, value]) => [property, refsIn(value).map(urn)]),
    ),
  }));
};

export const indexOf = (fixtures: readonly Fixture[]): StackIndex =>
  new StackIndex(factsOf(fixtures).map(packResource));

/** A change of one step. */
export type Change = (fixtures: readonly Fixture[]) => readonly Fixture[];

const changed = (label: string, change: (fixture: Fixture) => readonly Fixture[]): Change => {
  return (fixtures) => {
    if (!fixtures.some((fixture) => labelOf(fixture) === label)) throw new Error(`the fixture has no ${label}`);
    return fixtures.flatMap((fixture) => (labelOf(fixture) === label ? change(fixture) : [fixture]));
  };
};

const setIn = (value: unknown, path: readonly string[], to: unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === step ? setIn(one, rest, to) : one));
  const fields = typeof value === "object" && value !== null ? value : {};
  const inner: unknown = Reflect.get(fields, step);
  return { ...fields, [step]: setIn(inner, rest, to) };
};

/** Sets a property, such as `rules.0.status`, of the resource with a label; `undefined` removes it. */
export const set = (label: string, path: string, to: unknown): Change =>
  changed(label, (fixture) => {
    const inputs = setIn(fixture.inputs, path.split("."), to) as Fixture["inputs"];
    return [{ ...fixture, inputs }];
  });

/** Takes a resource away. */
export const drop = (label: string): Change => changed(label, () => []);

/** Adds resources. */
export const add =
  (...more: readonly Fixture[]): Change =>
  (fixtures) => [...fixtures, ...more];

/** Several changes that only make sense together. */
export const both =
  (...changes: readonly Change[]): Change =>
  (fixtures) =>
    changes.reduce((result, change) => change(result), fixtures);

export interface Expected {
  /** The label of the resource that the finding is about. */
  readonly at: string;
  readonly message: string;
}

export interface Case extends Expected {
  readonly change: Change;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The message where the setting is an inline block, if it is another; false if no inline block can say it. */
  readonly inline?: string | false;
}

export interface RuleCases {
  /** A stack, or several, with which the rule has no quarrel. */
  readonly compliant: readonly Fixture[];
  /** By what is wrong; at least three. Each must be found, and nothing else. */
  readonly violations: Readonly<Record<string, Case>>;
  /** Changes that leave the stack compliant, by what they are. */
  readonly harmless?: Readonly<Record<string, Change | { readonly change: Change; readonly parameters: object }>>;
  /**
   * By what is not known; at least one. The rule must say so of these resources, and find no violation. A sentence that
   * says why, where the rule depends on no value.
   */
  readonly unknown:
    | string
    | Readonly<
        Record<
          string,
          { readonly change: Change; readonly at: string | readonly string[]; readonly parameters?: object }
        >
      >;
}

export const ruleCalled = (id: string): Rule => {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}; is it in the index.ts of its folder?`);
  return rule;
};

/** What a rule finds: `violation Bucket main: has no versioning`. */
export const findingsOf = (
  rule: Rule,
  fixtures: readonly Fixture[],
  parameters: Readonly<Record<string, unknown>> = {},
): string[] =>
  rule
    .run(indexOf(fixtures), parameters)
    .map(({ verdict, resource, message }) => `${verdict} ${labelOf(resource)}: ${message}`)
    .sort();

/**
 * Tests a rule with a compliant stack and one-step changes of it. A rule about buckets is tested in all shapes: plain
 * resources of v7, `*V2` ones, and inline blocks.
 */
export const testRule = (id: string, { compliant, violations, harmless = {}, unknown }: RuleCases): void => {
  const rule = ruleCalled(id);
  if (Object.keys(violations).length < 3) throw new Error(`${id}: give at least three violations`);
  if (Object.keys(unknown).length < 1) throw new Error(`${id}: give at least one unknown value`);
  const shapes: Readonly<Record<string, Change>> = rule.types.includes("aws:s3/bucket:Bucket")
    ? { v7: (fixtures) => fixtures, V2: asV2, inline: asInline }
    : { v7: (fixtures) => fixtures };

  describe.each(Object.entries(shapes))(`${id}, %s`, (shape, shaped) => {
    test("a compliant stack has no finding", () => {
      expect(findingsOf(rule, shaped(compliant))).toEqual([]);
    });

    const found = Object.entries(violations).filter(([, { inline }]) => shape !== "inline" || inline !== false);
    if (found.length > 0)
      test.each(found)("finds: %s", (_, { change, at, message, inline, parameters = {} }) => {
        const said = shape === "inline" && typeof inline === "string" ? inline : message;
        const label = shape === "inline" ? inlineOnly(at) : at;
        const findings = findingsOf(rule, shaped(change(compliant)), parameters);
        expect(findings).toEqual([`violation ${label}: ${said}`]);
      });

    const fine = Object.entries(harmless);
    if (fine.length > 0)
      test.each(fine)("has nothing against: %s", (_, given) => {
        const { change, parameters } = typeof given === "function" ? { change: given, parameters: {} } : given;
        expect(findingsOf(rule, shaped(change(compliant)), { ...parameters })).toEqual([]);
      });

    if (typeof unknown === "string") return;
    test.each(Object.entries(unknown))("cannot decide: %s", (_, { change, at, parameters }) => {
      const findings = findingsOf(rule, shaped(change(compliant)), { ...parameters });
      const labels = [at].flat().map((label) => (shape === "inline" ? inlineOnly(label) : label));
      expect(findings.map((finding) => finding.split(":")[0])).toEqual(
        labels.map((label) => `unknown ${label}`).sort(),
      );
    });
  });
};
