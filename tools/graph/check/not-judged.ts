import type { Graph } from "../types";
import type { Unseen } from "../unseen";

/** What makes resources of AWS beside the provider that the rules know: `aws-native`, `awscc`, `aws-apigateway`. */
const isOtherMaker = (name: string): boolean => /^aws./.test(name) && name !== "awsx";

const packageOf = (type: string): string => type.split(":")[0] ?? "";

const count = (number: number): string => (number === 1 ? "1 resource" : `${number} resources`);

const made = ({ resources }: Graph) =>
  resources.filter(({ custom, type }) => custom && !["pulumi"].includes(packageOf(type)));

const counted = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** Resources by provider that no rule is about, and that are not AWS's. */
export const otherProviders = (graph: Graph): readonly string[] =>
  [...counted(made(graph).map(({ type }) => packageOf(type)))]
    .filter(([name]) => name !== "aws" && !isOtherMaker(name))
    .map(([name, number]) => `${name}: ${count(number)}`)
    .sort();

/** Why a graph is not judged as a stack on AWS, though it may be seen whole. */
export const limitsOf = (graph: Graph): Unseen[] => {
  const packages = counted(made(graph).map(({ type }) => packageOf(type)));
  if (graph.resources.length === 0)
    return [
      {
        kind: "program",
        cause: "It has no resource, not even a stack: nothing was judged.",
        remedy: "Check the stack and the file that you mean.",
      },
    ];
  const isEmpty = graph.resources.every(({ type }) => packageOf(type) === "pulumi");
  // Those that other makers make of AWS, the rule `program-hidden-resources` finds one by one.
  if (isEmpty || packages.has("aws") || [...packages.keys()].some(isOtherMaker)) return [];
  return [
    {
      kind: "program",
      cause: "It has no resource of AWS: no rule is about what it makes.",
      remedy: "Check the program, the stack and the file that you mean.",
    },
  ];
};
