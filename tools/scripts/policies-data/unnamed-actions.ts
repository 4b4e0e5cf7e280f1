import { type DataFile, wrapped } from "./data-file";
import { type IamAction, iamActions } from "./iam-actions";
import { sources } from "./sources";

/** `DescribeDBInstances` is Describe, DB, Instances. */
const wordsOf = (name: string): readonly string[] =>
  name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9_-]+/g) ?? [name];

/**
 * Patterns that cover the actions of a service that take no resource, and none that takes one: `Describe*` if nothing that
 * begins so takes a resource, otherwise a longer beginning, of whole words, or the name itself.
 */
export const patternsOf = (actions: readonly IamAction[]): readonly string[] => {
  const taking = actions.filter(({ resourceTypes }) => resourceTypes > 0).map(({ name }) => name);
  const left = new Set(actions.filter(({ resourceTypes }) => resourceTypes === 0).map(({ name }) => name));
  if (taking.length === 0) return ["*"];
  const patterns: string[] = [];
  for (const name of [...left].sort()) {
    if (!left.has(name)) continue;
    const words = wordsOf(name);
    const beginnings = words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join(""));
    const beginning = beginnings.find((one) => !taking.some((other) => other.startsWith(one)));
    const covered = [...left].filter((other) =>
      beginning === undefined ? other === name : other.startsWith(beginning),
    );
    patterns.push(covered.length > 1 ? `${beginning}*` : name);
    for (const one of covered) left.delete(one);
  }
  return patterns;
};

export const unnamedActionsFile: DataFile = {
  path: "policies/data/unnamed-actions.ts",
  about: `By service, the actions that take no resource, so that only \`*\` fits (Service Authorization Reference, "Actions,
resources, and condition keys", of each service). \`Describe*\` stands for several: no known action that begins so takes a
resource. A line is a service and its patterns.`,
  sources: [sources.iamData],
  make: (folderOf) => {
    const lines = [...iamActions(folderOf(sources.iamData))]
      .filter(([, actions]) => actions.some(({ resourceTypes }) => resourceTypes === 0))
      .map(([service, actions]) => wrapped([`${service}:`, ...patternsOf(actions)]).replaceAll("\n", "\n "));
    return `export const unnamedActions: string = \`\n${lines.join("\n")}\n\`;\n`;
  },
};
