import { parse, type TNode } from "txml";

/** An element of an AWS XML answer. Absent elements read as empty, as in AWS's own answers. */
export interface Element {
  readonly name: string;
  /** The elements of that name directly below. */
  all(name: string): Element[];
  /** The text of the first element on the path below, or undefined if there is none. */
  text(...path: string[]): string | undefined;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return named[name ?? ""] ?? whole;
  });

const isNode = (child: TNode | string): child is TNode => typeof child !== "string";

const element = (node: TNode): Element => {
  const all = (name: string) =>
    node.children.filter((child): child is TNode => isNode(child) && child.tagName === name).map(element);
  return {
    name: node.tagName,
    all,
    text: (...path) => {
      const [first, ...rest] = path;
      if (first !== undefined) return all(first)[0]?.text(...rest);
      return decodeEntities(node.children.filter((child) => !isNode(child)).join(""));
    },
  };
};

/** Reads the root element of an AWS XML answer. Throws if there is none. */
export const readXml = (xml: string): Element => {
  const root = parse(xml).find((node): node is TNode => isNode(node) && !node.tagName.startsWith("?"));
  if (root === undefined) throw new Error("the answer holds no XML element");
  return element(root);
};
