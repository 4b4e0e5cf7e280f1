import ts = require("typescript");

import { type Declaration, docsOf, exportedDeclarations } from "./declarations";

/** One argument, field or output. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly meaning: string;
  readonly byDefault: string | undefined;
}

/** A component, with what its constructor takes and what it offers. */
export interface ComponentReference {
  readonly name: string;
  readonly meaning: string;
  readonly examples: readonly string[];
  readonly outputs: readonly Member[];
}

/** A type that arguments use: its fields, and its text where it is not only fields. */
export interface TypeReference {
  readonly name: string;
  readonly meaning: string;
  readonly text: string | undefined;
  readonly members: readonly Member[];
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .trim();

const memberOf = (node: ts.PropertySignature | ts.PropertyDeclaration | ts.GetAccessorDeclaration): Member => {
  const { text, byDefault } = docsOf(node);
  return {
    name: node.name.getText(),
    optional: node.questionToken !== undefined,
    type: oneLine(node.type?.getText() ?? ""),
    meaning: text,
    byDefault,
  };
};

const isHidden = (node: ts.ClassElement): boolean =>
  (node.name !== undefined && ts.isPrivateIdentifier(node.name)) ||
  (ts.getCombinedModifierFlags(node) &
    (ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static)) !==
    0;

const outputsOf = (node: ts.ClassDeclaration): Member[] =>
  node.members.flatMap((member) =>
    !isHidden(member) && (ts.isPropertyDeclaration(member) || ts.isGetAccessorDeclaration(member))
      ? [memberOf(member)]
      : [],
  );

/** The fields that a type states itself, those of its alternatives too. */
const fieldsOf = (node: ts.TypeNode): Member[] => {
  if (ts.isTypeLiteralNode(node)) return node.members.filter(ts.isPropertySignature).map(memberOf);
  if (ts.isParenthesizedTypeNode(node)) return fieldsOf(node.type);
  return ts.isIntersectionTypeNode(node) ? node.types.flatMap(fieldsOf) : [];
};

const componentOf = ({ name, node }: Declaration): ComponentReference | undefined => {
  if (!ts.isClassDeclaration(node)) return undefined;
  const { text, examples } = docsOf(node);
  return { name, meaning: text, examples, outputs: outputsOf(node) };
};

const typeOf = ({ name, node }: Declaration): TypeReference | undefined => {
  if (ts.isClassDeclaration(node)) return undefined;
  const meaning = docsOf(node).text;
  if (ts.isInterfaceDeclaration(node))
    return { name, meaning, text: undefined, members: node.members.filter(ts.isPropertySignature).map(memberOf) };
  const members = fieldsOf(node.type);
  return { name, meaning, text: ts.isTypeLiteralNode(node.type) ? undefined : node.type.getText(), members };
};

export interface Reference {
  readonly components: readonly ComponentReference[];
  readonly types: readonly TypeReference[];
}

/** The reference of a library, from its entry and the documentation comments. */
export const referenceOf = (entry: string): Reference => {
  const declarations = exportedDeclarations(entry);
  return {
    components: declarations.flatMap((each) => componentOf(each) ?? []),
    types: declarations.flatMap((each) => typeOf(each) ?? []),
  };
};

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

const memberTable = (heading: string, members: readonly Member[]): string[] => [
  `| ${heading} | type | meaning | default |`,
  "| --- | --- | --- | --- |",
  ...members.map(({ name, optional, type, meaning, byDefault }) => {
    const given = byDefault ?? (optional ? "none" : "required");
    return `| ${[`\`${name}\``, `\`${cell(type)}\``, cell(meaning), cell(given)].join(" | ")} |`;
  }),
  "",
];

const outputTable = (members: readonly Member[]): string[] => [
  "| output | type | meaning |",
  "| --- | --- | --- |",
  ...members.map(({ name, type, meaning }) => `| \`${name}\` | \`${cell(type)}\` | ${cell(meaning)} |`),
  "",
];

const typeSection = (level: string, { name, meaning, text, members }: TypeReference): string[] => [
  `${level} ${name}`,
  "",
  ...(meaning === "" ? [] : [meaning, ""]),
  ...(text === undefined ? [] : ["```ts", `type ${name} = ${text};`, "```", ""]),
  ...(members.length === 0
    ? []
    : memberTable(level === "###" && name.endsWith("Args") ? "argument" : "field", members)),
];

/** `docs/components.md`. */
export const componentsPage = ({ components, types }: Reference): string => {
  const argsOf = (name: string) => types.filter((type) => type.name === `${name}Args`);
  const others = types.filter(({ name }) => !components.some((component) => name === `${component.name}Args`));
  return [
    "<!-- Made by `npm run docs` from the documentation comments in components/. A change by hand is lost. -->",
    "",
    "# Components",
    "",
    'Import them from the package: `import { SecureBucket } from "coffer"`. Every constructor takes a name, arguments and',
    "`pulumi.ComponentResourceOptions`. Arguments are checked in the constructor. A value that is not allowed throws a",
    "`pulumi.ResourceError`, in a preview too. The error names the component, the argument, the given value and what to do.",
    "",
    ...components.flatMap((component) => [
      `## ${component.name}`,
      "",
      component.meaning,
      "",
      ...component.examples.flatMap((example) => ["```ts", example, "```", ""]),
      ...argsOf(component.name).flatMap((type) => typeSection("###", type)),
      ...(component.outputs.length === 0
        ? []
        : [`### Outputs of ${component.name}`, "", ...outputTable(component.outputs)]),
    ]),
    "## Types",
    "",
    ...others.flatMap((type) => typeSection("###", type)),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
};
