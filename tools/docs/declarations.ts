import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import ts = require("typescript");

/** A public declaration of the library: a component, or a type that its arguments or outputs use. */
export interface Declaration {
  readonly name: string;
  readonly node: ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
  readonly source: ts.SourceFile;
}

/** The text of a documentation comment, and its tags. */
export interface Docs {
  readonly text: string;
  readonly byDefault: string | undefined;
  readonly examples: readonly string[];
}

const sourceOf = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);

const moduleFile = (from: string, specifier: string): string => {
  const base = join(dirname(from), specifier);
  const found = [`${base}.ts`, join(base, "index.ts")].find(existsSync);
  if (found === undefined) throw new Error(`${from} exports from ${specifier}, which is no file`);
  return found;
};

const isDeclaration = (node: ts.Node): node is Declaration["node"] =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

/** What an entry exports by name from other files: classes, interfaces and type aliases, in its order. Functions are left out. */
export const exportedDeclarations = (entry: string): Declaration[] =>
  sourceOf(entry).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    if (!ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const source = sourceOf(moduleFile(entry, statement.moduleSpecifier.text));
    const { exportClause } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause))
      throw new Error(`${entry}: export by name, not by '${statement.getText()}'`);
    const names = exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
    return source.statements
      .filter(isDeclaration)
      .flatMap((node) =>
        node.name !== undefined && names.includes(node.name.text) ? [{ name: node.name.text, node, source }] : [],
      );
  });

const withoutFence = (text: string): string => text.replace(/^```\w*\n/, "").replace(/\n```$/, "");

/** `{@link X}` as code, and the lines of a paragraph as one. */
const plain = (text: string): string =>
  text.replaceAll(/\{@link (\w+)\}/g, "`$1`").replaceAll(/([^\n])\n(?![\n-])/g, "$1 ");

/** A sentence such as `Default: 900.` counts as the tag `@default`. */
const defaultSentence = /(?:^|\s)Default: (.+?)(?:\.(?=\s|$)|$)/s;

export const docsOf = (node: ts.Node): Docs => {
  const comments = ts.getJSDocCommentsAndTags(node);
  const written = comments.filter(ts.isJSDoc).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
  const tags = (name: string): string[] =>
    ts
      .getJSDocTags(node)
      .filter(({ tagName }) => tagName.text === name)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
  const text = plain(written.join("\n\n").trim());
  const sentence = defaultSentence.exec(text)?.[1];
  return {
    text: text.replace(defaultSentence, "").trim(),
    byDefault: tags("default")[0] ?? sentence,
    examples: tags("example").map(withoutFence),
  };
};
