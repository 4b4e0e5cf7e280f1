import { parse, type TNode } from "txml";

/** An element of an AWS XML answer. Absent elements read as empty, as in AWS's own answers. */
export interface Element {
  readonly name: string;
  /** The elements directly below, in their order. */
  children(): Element[];
  /** Those of that name. */
  all(name: string): Element[];
  /** The text of the first element on the path below, or undefined if there is none. */
  text(...path: string[]): string | undefined;
}

const isNode = (child: TNode | string): child is TNode => typeof child !== "string";

const childOf = (node: TNode, name: string): TNode | undefined => {
  for (const child of node.children) if (isNode(child) && child.tagName === name) return child;
  return undefined;
};

/** A listing has thousands of elements, so nothing is made of one before it is asked for. */
const element = (node: TNode): Element => ({
  name: node.tagName,
  children: () => node.children.filter(isNode).map(element),
  all: (name) => node.children.filter((child): child is TNode => isNode(child) && child.tagName === name).map(element),
  text: (...path) => {
    let found: TNode | undefined = node;
    for (const name of path) found = found && childOf(found, name);
    return found?.children.filter((child) => !isNode(child)).join("");
  },
});

/** Reads the root element of an AWS XML answer. Throws if there is none. */
export const readXml = (xml: string): Element => {
  // No element of AWS's is one of HTML's that never has content, which is what the parser assumes otherwise.
  const options = { decodeEntities: true, skipXmlDeclaration: true, selfClosingTags: [] };
  const root = parse(xml, options).find(isNode);
  if (root === undefined) throw new Error("the answer holds no XML element");
  return element(root);
};
