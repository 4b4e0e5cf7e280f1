import { isAboutEveryone } from "./audience";
import type { Condition, PolicyStatement } from "./document";
import { everyTextOf, type GlobSet } from "./glob-sets";

/** What a denial is meant for: each of these actions on each of these resources, as patterns. */
export interface Extent {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const nothing: GlobSet = { fits: [] };

/**
 * What one statement denies, read strictly: an empty list, and a list beside its negation, deny nothing. A policy
 * variable (`${aws:username}`) may stand for any text: what it names is not surely denied, and what it spares is.
 */
const setOf = (named: readonly string[] | undefined, spared: readonly string[] | undefined): GlobSet => {
  if (spared === undefined) return named === undefined ? nothing : { fits: named.filter((one) => !one.includes("${")) };
  if (named !== undefined || spared.length === 0) return nothing;
  return { fitsNone: spared.map((one) => one.replace(/\$\{.*\}/g, "*")) };
};

const lowered = (texts: readonly string[] | undefined) => texts?.map((text) => text.toLowerCase());

/**
 * Whether statements together are about every one of the actions on every one of the resources. Decided for all texts
 * that fit the patterns, not by samples: each resource is in some of the statements, and those must have every action.
 */
export const coverAll = (statements: readonly PolicyStatement[], { actions, resources }: Extent): boolean => {
  const named = statements.map(({ resources: own, notResources }) => setOf(own, notResources));
  const acting = statements.map((one) => setOf(lowered(one.actions), lowered(one.notActions)));
  const decided = new Map<string, boolean>();
  const haveEveryAction = (inside: readonly boolean[]): boolean => {
    const key = inside.map(Number).join("");
    const known = decided.get(key);
    if (known !== undefined) return known;
    const sets = acting.filter((_, index) => inside[index]);
    const all = actions.every((action) => everyTextOf(action.toLowerCase(), sets));
    decided.set(key, all);
    return all;
  };
  return resources.every((resource) => everyTextOf(resource, named, haveEveryAction));
};

/** Whether a statement is about every resource that fits a pattern, read as strictly as a denial. */
export const coversEvery = ({ resources, notResources }: PolicyStatement, pattern: string): boolean =>
  everyTextOf(pattern, [setOf(resources, notResources)]);

/** The statements that deny everyone something, if their conditions are the right ones. */
export const denialsOfEveryone = (
  statements: readonly PolicyStatement[],
  isRight: (conditions: readonly Condition[]) => boolean,
): readonly PolicyStatement[] =>
  statements.filter((one) => one.effect === "Deny" && isAboutEveryone(one) && isRight(one.conditions));

/** Whether values are given and each is one: no value at all fits nothing. */
export const areAll = (values: readonly string[], one: string): boolean =>
  values.length > 0 && values.every((value) => value.toLowerCase() === one);
