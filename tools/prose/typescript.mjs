/**
 * A textlint plugin that presents the comments and the string literals of TypeScript files as text. A string literal is
 * text if it has a space: names, paths and ARNs are not prose. textlint's plugin interface:
 * https://textlint.org/docs/plugin/
 */
import ts from "typescript";

/** The ranges of comments and of string literals (templates by their parts), in the order of the file. */
const proseRanges = (source) => {
  const text = source.text;
  const comments = new Map();
  const literals = [];
  const visit = (node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? []) comments.set(pos, [pos, end]);
    for (const { pos, end } of ts.getTrailingCommentRanges(text, node.end) ?? []) comments.set(pos, [pos, end]);
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const range = [node.getStart(source) + 1, node.end - 1];
      if (text.slice(...range).includes(" ")) literals.push(range);
    }
    // getChildren, not forEachChild: a comment may stand before a closing bracket.
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return [...comments.values(), ...literals].sort(([a], [b]) => a - b);
};

const parse = (text, file) => {
  const source = ts.createSourceFile(file ?? "text.ts", text, ts.ScriptTarget.Latest, true);
  const at = (offset) => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character };
  };
  const node = (type, [begin, end], rest) => ({
    type,
    raw: text.slice(begin, end),
    range: [begin, end],
    loc: { start: at(begin), end: at(end) },
    ...rest,
  });
  const paragraphs = proseRanges(source).map((range) =>
    node("Paragraph", range, { children: [node("Str", range, { value: text.slice(...range) })] }),
  );
  return node("Document", [0, text.length], { children: paragraphs });
};

class Processor {
  availableExtensions() {
    return [".ts"];
  }

  processor() {
    return {
      preProcess: parse,
      postProcess: (messages, filePath) => ({ messages, filePath: filePath ?? "text.ts" }),
    };
  }
}

export default { Processor };
