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

const element = (node: TNode): Element => {
  const below = () => node.children.filter(isNode);
  const all = (name: string) =>
    below()
      .filter(({ tagName }) => tagName === name)
      .map(element);
  return {
    name: node.tagName,
    children: () => below().map(element),
    all,
    text: (...path) => {
      const [first, ...rest] = path;
      if (first !== undefined) return all(first)[0]?.text(...rest);
      return node.children.filter((child) => !isNode(child)).join("");
    },
  };
};

/** Reads the root element of an AWS XML answer. Throws if there is none. */
export const readXml = (xml: string): Element => {
  // No element of AWS's is one of HTML's that never has content, which is what the parser assumes otherwise.
  const options = { decodeEntities: true, skipXmlDeclaration: true, selfClosingTags: [] };
  const root = parse(xml, options).find(isNode);
  if (root === undefined) throw new Error("the answer holds no XML element");
  return element(root);
};
