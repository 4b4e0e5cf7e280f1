import fc from "fast-check";
import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";

/** An expression, and what it means for an event by a plain reading of the User Guide. */
type Expression =
  | { readonly kind: "leaf"; readonly text: string; readonly means: (event: Event) => boolean }
  | { readonly kind: "&&" | "||"; readonly left: Expression; readonly right: Expression };

type Event = Readonly<Record<string, string | number | boolean | null>>;

const names = ["a", "b", "c"] as const;
const words = ["red", "redder", "blue", "7", "7.5", "-3"] as const;

const event: fc.Arbitrary<Event> = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(fc.constantFrom(...words), fc.integer({ min: -8, max: 8 }), fc.constantFrom(7.5, true, false, null)),
);

const leaf: fc.Arbitrary<Expression> = fc.constantFrom(...names).chain((name) => {
  const of = (text: string, means: (value: Event[string] | undefined) => boolean): Expression => ({
    kind: "leaf",
    text: `$.${name} ${text}`,
    means: (subject) => means(subject[name]),
  });
  return fc.oneof(
    fc.constantFrom(
      of("IS NULL", (value) => value === null),
      of("IS TRUE", (value) => value === true),
      of("IS FALSE", (value) => value === false),
      of("NOT EXISTS", (value) => value === undefined),
      of("= *", (value) => typeof value === "string" || typeof value === "number"),
      of("= red*", (value) => value === "red" || value === "redder"),
      of('= "*er"', (value) => value === "redder"),
    ),
    fc
      .constantFrom(...words)
      .map((word) =>
        of(`!= "${word}"`, (value) => typeof value === "number" || (typeof value === "string" && value !== word)),
      ),
    fc.constantFrom(...words).map((word) => of(`= "${word}"`, (value) => value === word)),
    fc.integer({ min: -8, max: 8 }).map((n) => of(`>= ${n}`, (value) => typeof value === "number" && value >= n)),
    fc.integer({ min: -8, max: 8 }).map((n) => of(`< ${n}e0`, (value) => typeof value === "number" && value < n)),
  );
});

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom("&&" as const, "||" as const),
      left: tie("expression"),
      right: tie("expression"),
    }),
  ),
}));

const meaning = (node: Expression, subject: Event): boolean => {
  if (node.kind === "leaf") return node.means(subject);
  const [left, right] = [meaning(node.left, subject), meaning(node.right, subject)];
  return node.kind === "&&" ? left && right : left || right;
};

/** Prints with the parentheses that are needed, and with those that `more` asks for. */
const print = (node: Expression, more: () => boolean, inside: "" | "&&" | "||" = ""): string => {
  if (node.kind === "leaf") return more() ? `( ${node.text})` : node.text;
  const text = `${print(node.left, more, node.kind)}${more() ? " " : ""}${node.kind} ${print(node.right, more, node.kind)}`;
  return (inside === "&&" && node.kind === "||") || more() ? `(${text} )` : text;
};

test("a printed expression means what the expression means", () => {
  let yes = 0;
  let no = 0;
  fc.assert(
    fc.property(expression, event, fc.infiniteStream(fc.boolean()), (node, subject, choices) => {
      const more = () => choices.next().value === true;
      const expected = meaning(node, subject);
      if (expected) yes += 1;
      else no += 1;
      expect(compileFilterPattern(`{ ${print(node, more)} }`).test(JSON.stringify(subject))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
  // Both answers come up often enough to tell something.
  expect(Math.min(yes, no)).toBeGreaterThan(200);
});

test("any text in quotation marks finds itself, as a term and as a value", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, around) => {
      const quoted = `"${text.replace(/[\\"]/g, "\\$&")}"`;
      expect(compileFilterPattern(quoted).test(`${around}${text}${around}`)).toBe(true);
      fc.pre(!text.includes("*"));
      expect(compileFilterPattern(`{ $.a = ${quoted} }`).test(JSON.stringify({ a: text }))).toBe(true);
      expect(compileFilterPattern(`{ $.a = ${quoted} }`).test(JSON.stringify({ a: `${text}.` }))).toBe(false);
    }),
  );
});

test("any text is compiled, or refused with a place within it", () => {
  const pieces = fc.constantFrom(..."{}[]()%$.,*\"'?-=!<>&| ab1\\", "$.a", "&&", "||", "IS", "NOT EXISTS", "...");
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const pattern = parts.join("");
      try {
        compileFilterPattern(pattern).test("a b");
      } catch (error) {
        const { position } = error as { position?: number };
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(pattern.length);
      }
    }),
    { numRuns: 2000 },
  );
});
