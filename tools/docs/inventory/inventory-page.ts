import { table } from "../markdown";
import type { Entry } from "./inventory";
import { kinds } from "./kinds";

import { beyond, unjudgedOthers, unjudgedSwitches } from "./unjudged";

const judged = ({ judgedBy }: Entry): boolean => judgedBy.length > 0;

/** Why no rule judges a public switch; undefined if nobody said. */
export const reasonFor = ({ type, path }: Entry): string | undefined =>
  unjudgedSwitches.find((one) => one.type.test(type) && one.path.test(path))?.because;

const counts = (entries: readonly Entry[]): string[] =>
  table(
    ["holds", "properties", "judged", "not judged", "rules"],
    kinds.map((kind) => {
      const own = entries.filter((entry) => entry.kind === kind);
      const rules = new Set(own.flatMap(({ judgedBy }) => judgedBy));
      return [kind, own.length, own.filter(judged).length, own.filter((one) => !judged(one)).length, rules.size].map(
        String,
      );
    }),
  );

/** The part of docs/policies.md about what the rules look at, and what they do not. */
export const inventoryPage = (entries: readonly Entry[], version: string): string[] => {
  const open = entries.filter((entry) => entry.kind === "public switch" && !judged(entry));
  return [
    "## What is judged, and what is not",
    "",
    `Every property of @pulumi/aws ${version} that holds a policy document, a principal, a region, a key or a public switch, found in`,
    "the provider's declarations at any depth. [policies-inventory.csv](policies-inventory.csv) lists each with the rules that",
    "judge it. A rule judges a property if its findings change when the property changes: that is tried, on a resource by itself",
    "and on the resources of [examples/insecure](../examples/insecure/README.md), where every rule is at work. `regions-allowed` is tried with one allowed region.",
    "",
    ...counts(entries),
    "",
    "Not judged, and why:",
    "",
    ...Object.entries(unjudgedOthers).map(([kind, because]) => `- **${kind}**: ${because}`),
    "",
    "Public switches that no rule judges:",
    "",
    ...table(
      ["resource", "property", "because"],
      open.map((entry) => [`\`${entry.type}\``, `\`${entry.path}\``, reasonFor(entry) ?? "nobody said"]),
    ),
    "",
    "What no such property shows:",
    "",
    ...beyond.map((text) => `- ${text}`),
    "",
  ];
};
