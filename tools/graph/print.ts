import type { Graph, Resource } from "./types";

/** A value on one line: long texts are cut, files give their size. */
const brief = (value: unknown): string => {
  if (typeof value === "object" && value !== null && "asset" in value) return `<${String(value.asset)}>`;
  const text = typeof value === "string" && value.startsWith("{") ? value : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
};

const label = ({ type, name, id }: Resource): string => `${type} ${name}${id && id !== name ? `  ${id}` : ""}`;

const shortUrn = (urn: string): string => urn.split("::").slice(2).join(" ").replace(/^.*\$/, "");

export interface PrintOptions {
  /** Show each resource's inputs, and where they come from. */
  readonly inputs?: boolean;
}

/** The graph as a tree, a line a resource. */
export const printTree = (graph: Graph, { inputs = false }: PrintOptions = {}): string => {
  const children = new Map<string, Resource[]>();
  for (const resource of graph.resources) {
    const siblings = children.get(resource.parent) ?? [];
    children.set(resource.parent, [...siblings, resource]);
  }
  const lines: string[] = [];
  const visit = (resource: Resource, lead: string, last: boolean): void => {
    const root = resource.parent === "";
    const below = root ? "" : lead + (last ? "   " : "│  ");
    const marks = [...(resource.protect ? ["protected"] : []), ...(resource.provider ? [`in ${resource.region}`] : [])];
    lines.push(
      `${root ? "" : lead + (last ? "└─ " : "├─ ")}${label(resource)}${marks.length ? `  (${marks.join(", ")})` : ""}`,
    );
    const own = (children.get(resource.urn) ?? []).sort((a, b) => order(a, b));
    if (inputs && resource.custom)
      for (const [name, value] of Object.entries(resource.inputs)) {
        const from = resource.sources[name]?.map(shortUrn).join(", ");
        lines.push(`${below}${own.length ? "│" : " "}    ${name}: ${brief(value)}${from ? `  ← ${from}` : ""}`);
      }
    own.forEach((child, index) => {
      visit(child, below, index === own.length - 1);
    });
  };
  for (const root of children.get("") ?? []) visit(root, "", true);
  lines.push("", "outputs");
  for (const [name, value] of Object.entries(graph.outputs)) lines.push(`   ${name}: ${JSON.stringify(value)}`);
  return lines.join("\n");
};

/** By type, then by name: registration order depends on which promise was kept first. */
const order = (a: Resource, b: Resource): number =>
  a.type === b.type ? a.name.localeCompare(b.name) : a.type.localeCompare(b.type);
