import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentsPage, referenceOf } from "../../tools/docs/components-page";
import { libraryEntry } from "../../tools/docs/registry";

const library = referenceOf(libraryEntry);

describe("the library", () => {
  test("has these components", () => {
    expect(library.components.map(({ name }) => name).sort()).toEqual([
      "AccessApi",
      "Alerting",
      "AuditTrail",
      "DeletionGuard",
      "EncryptionKey",
      "ObjectIndex",
      "RoleTrio",
      "SecureBucket",
      "StandbyVault",
    ]);
  });

  test.each(library.components)("$name has a meaning, an example and documented outputs", (component) => {
    expect(component.meaning).not.toBe("");
    expect(component.examples.filter((example) => example.includes(`new ${component.name}(`))).not.toEqual([]);
    expect(component.outputs.filter(({ meaning }) => meaning === "").map(({ name }) => name)).toEqual([]);
  });

  test("every component's arguments are a type of the reference", () => {
    const types = library.types.map(({ name }) => name);
    expect(library.components.filter(({ name }) => !types.includes(`${name}Args`))).toEqual([]);
  });

  test.each(library.types)("$name: every field has a meaning, and every optional one a default", ({ members }) => {
    expect(members.filter(({ meaning }) => meaning === "").map(({ name }) => name)).toEqual([]);
    const unsaid = members.filter(({ optional, byDefault }) => optional && byDefault === undefined);
    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });
});

describe("a library of one's own", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "coffer-reference-"));
    writeFileSync(
      join(folder, "store.ts"),
      [
        "/** How long. */",
        'export type Time = { kind: "days"; days: number } | "ever";',
        "export interface StoreArgs {",
        "  /** Days to keep, 1 to 9. Default: 3. */",
        "  readonly days?: number;",
        "  /**",
        "   * Either\n   * of two.",
        "   * @default the first",
        "   */",
        '  readonly mode?: "a" | "b";',
        "  readonly bare: Time;",
        "}",
        "/**",
        " * A store.",
        " *",
        " * @example",
        " * ```ts",
        " * new Store();",
        " * ```",
        " */",
        "export class Store {",
        "  /** Its name. */",
        "  readonly name: string;",
        "  readonly #secret: string;",
        "  private readonly hidden: string;",
        "}",
        "export const other = 1;",
      ].join("\n"),
    );
    writeFileSync(join(folder, "index.ts"), 'export { Store, type StoreArgs, type Time, other } from "./store";\n');
    writeFileSync(join(folder, "star.ts"), 'export * from "./store";\n');
    writeFileSync(join(folder, "lost.ts"), 'export { X } from "./nowhere";\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is read from its comments: meaning, default by sentence or by tag, example, public outputs only", () => {
    const { components, types } = referenceOf(join(folder, "index.ts"));
    expect(components).toEqual([
      {
        name: "Store",
        meaning: "A store.",
        examples: ["new Store();"],
        outputs: [{ name: "name", optional: false, type: "string", meaning: "Its name.", byDefault: undefined }],
      },
    ]);
    expect(types.find(({ name }) => name === "StoreArgs")?.members).toEqual([
      { name: "days", optional: true, type: "number", meaning: "Days to keep, 1 to 9.", byDefault: "3" },
      { name: "mode", optional: true, type: '"a" | "b"', meaning: "Either of two.", byDefault: "the first" },
      { name: "bare", optional: false, type: "Time", meaning: "", byDefault: undefined },
    ]);
  });

  test("is printed: the component with its arguments, then the other types; a | in a type does not end the cell", () => {
    const page = componentsPage(referenceOf(join(folder, "index.ts")));
    expect(page).toContain("## Store\n\nA store.\n\n```ts\nnew Store();\n```\n\n### StoreArgs\n");
    expect(page).toContain('| `mode` | `"a" \\| "b"` | Either of two. | the first |');
    expect(page).toContain("| `bare` | `Time` |  | required |");
    expect(page).toContain("## Types\n\n### Time\n\nHow long.\n\n```ts\ntype Time =");
  });

  test.each([
    ["star.ts", "export by name"],
    ["lost.ts", "exports from ./nowhere, which is no file"],
  ])("%s is refused: %s", (entry, message) => {
    expect(() => referenceOf(join(folder, entry))).toThrow(message);
  });
});
