import { type DataFile, declare, sorted } from "./data-file";
import { fieldsOf, providerTypes } from "./provider";
import { sources } from "./sources";

const names = "((?:`\\w+`(?:,? (?:and|or) |, )?)+)";
const phrases = [
  { kind: "conflicts", phrase: new RegExp(`[Cc]onflicts with ${names}\\s*(?:\\.|$)`, "gm") },
  {
    kind: "exactlyOne",
    phrase: new RegExp(`[Ee]xactly one of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
  {
    kind: "atLeastOne",
    phrase: new RegExp(`At least one of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
  {
    kind: "atLeastOne",
    phrase: new RegExp(`(?<!xactly )[Oo]ne of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
] as const;
const namesIn = (text: string): readonly string[] => [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

const constraintsOf = (args: string): Readonly<Record<string, readonly (readonly string[])[]>> => {
  const known = new Set(fieldsOf(args).map(({ name }) => name));
  const found = { conflicts: new Set<string>(), exactlyOne: new Set<string>(), atLeastOne: new Set<string>() };
  for (const [, doc = "", name = ""] of args.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*(\w+)\??:/gs))
    for (const { kind, phrase } of phrases)
      for (const [, list = ""] of doc.replace(/^\s*\* ?/gm, "").matchAll(phrase)) {
        const named = namesIn(list);
        // A phrase counts only if all that it names are arguments of this resource.
        if (!named.every((one) => known.has(one))) continue;
        if (kind !== "conflicts") found[kind].add([...new Set(named)].sort().join(" "));
        else for (const other of named) if (other !== name) found.conflicts.add([name, other].sort().join(" "));
      }
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, sets]) => sets.size > 0)
      .map(([kind, sets]) => [kind, [...sets].sort().map((one) => one.split(" "))]),
  );
};

const declarations = `/** What the arguments of a resource type exclude, and of which one must be given. */
export interface Constraints {
  readonly conflicts?: readonly (readonly string[])[];
  readonly exactlyOne?: readonly (readonly string[])[];
  readonly atLeastOne?: readonly (readonly string[])[];
}
`;

export const constraintsFile: DataFile = {
  path: "tools/graph/provider/constraints.ts",
  about: `Which arguments of a resource exclude each other, and of which one must be given. The provider's own schema
(ConflictsWith, ExactlyOneOf, AtLeastOneOf) is in its plugin only; its documentation says most of it in fixed phrases.`,
  sources: [sources.pulumiAws],
  make: (folderOf) => {
    const { name, version } = sources.pulumiAws;
    const types = providerTypes(folderOf(sources.pulumiAws))
      .map(({ type, args }) => [type, constraintsOf(args)] as const)
      .filter(([, found]) => Object.keys(found).length > 0);
    return [
      declare("constrainedBy", "string", `${name} ${version}`),
      declarations,
      declare("constraints", "Readonly<Record<string, Constraints>>", sorted(Object.fromEntries(types))),
    ].join("\n");
  },
};
