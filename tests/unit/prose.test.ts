import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";

/** What the prose linter finds in a text, as `line:column word`. */
const findings = (file: string, text: string): string[] => {
  const cli = join(projectDirectory, "node_modules", "textlint", "bin", "textlint.js");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "--stdin", "--stdin-filename", join(projectDirectory, file), "--format", "json"],
    { cwd: projectDirectory, input: text, encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const [result] = JSON.parse(stdout) as {
    messages: { line: number; column: number; message: string }[];
  }[];
  return (result?.messages ?? []).map(
    ({ line, column, message }) => `${line}:${column} ${/“([^”]*)”/.exec(message)?.[1] ?? message}`,
  );
};

test("comments and texts of TypeScript are checked; code, and strings without a space, are not", () => {
  const text = [
    "// Whoever reads this",
    'const mend = "mend";',
    'const message = "mend the field";',
    `const template = \`a \${mend} b, lest \${mend}\`; // told of it`,
    "/**",
    " * Starts by",
    " * itself.",
    " */",
    "call(",
    "  /* a last one: anew */",
    ");",
  ].join("\n");
  expect(findings("prose-example.ts", text)).toEqual([
    "1:4 Whoever",
    "3:18 mend",
    "4:32 lest",
    "4:50 told of",
    "6:11 by\n * itself",
    "10:18 anew",
  ]);
}, 30_000);

test("documents are checked, except for code and quotations", () => {
  const text = ["# Nobody but us", "", "The `whoever` flag, beside this.", "", "> Whatever they wrote.", ""].join("\n");
  expect(findings("prose-example.md", text)).toEqual(["1:3 Nobody but", "3:21 beside"]);
}, 30_000);

test("a plain text has no finding: words that only look like those of the list are allowed", () => {
  const text =
    "Fixing a door whose nor-flash was left alone. Run it alone: only two ran. She told Offa. A northern mendicant.\n";
  expect(findings("prose-example.md", text)).toEqual([]);
}, 30_000);
