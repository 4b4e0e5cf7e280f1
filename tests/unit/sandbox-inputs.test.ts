import { Inputs } from "../../tools/sandbox/resources/inputs";

const values = {
  name: "acme",
  size: 512,
  enabled: false,
  tags: { a: "1", b: "2" },
  counts: { a: "1", b: 2 },
  mixed: ["x", 2],
  half: [{ id: "r0" }, "r1"],
  empty: null,
  layers: ["x", "y"],
  rule: { id: "r", filter: { prefix: "logs/", size: 5 } },
  rules: [{ id: "r0" }, { id: "r1", days: 7 }],
  code: { asset: "text", text: "exports = 1" },
  absent: undefined,
};
const make = () => new Inputs(values, "aws:x/y:Z main");

test("inputs are read by their kind", () => {
  const inputs = make();
  expect(inputs.text("name")).toBe("acme");
  expect(inputs.number("size")).toBe(512);
  expect(inputs.boolean("enabled")).toBe(false);
  expect(inputs.map("tags")).toEqual({ a: "1", b: "2" });
  expect(inputs.texts("layers")).toEqual(["x", "y"]);
  expect(inputs.object("rule").object("filter").text("prefix")).toBe("logs/");
  expect(inputs.objects("rules").map((rule) => rule.text("id"))).toEqual(["r0", "r1"]);
  expect(inputs.asset("code")).toEqual({ asset: "text", text: "exports = 1" });
});

test("what may be absent reads as undefined or empty", () => {
  const inputs = make();
  expect(inputs.optionalText("missing")).toBeUndefined();
  expect(inputs.optionalNumber("absent")).toBeUndefined();
  expect(inputs.optionalObject("missing")).toBeUndefined();
  expect(inputs.optionalBoolean("missing")).toBeUndefined();
  expect([inputs.texts("missing"), inputs.objects("missing"), inputs.map("missing")]).toEqual([[], [], {}]);
});

test("null is as good as absent", () => {
  const inputs = make();
  expect(inputs.optionalText("empty")).toBeUndefined();
  expect(inputs.optionalNumber("empty")).toBeUndefined();
  expect(inputs.optionalBoolean("empty")).toBeUndefined();
  expect(inputs.optionalObject("empty")).toBeUndefined();
  expect([inputs.texts("empty"), inputs.objects("empty"), inputs.map("empty")]).toEqual([[], [], {}]);
  expect(() => inputs.text("empty")).toThrow("aws:x/y:Z main.empty should be text");
});

test.each([
  ["text", (inputs: Inputs) => inputs.text("size"), "aws:x/y:Z main.size should be text"],
  ["a number", (inputs: Inputs) => inputs.number("name"), "aws:x/y:Z main.name should be a number"],
  ["true or false", (inputs: Inputs) => inputs.boolean("name"), "aws:x/y:Z main.name should be true or false"],
  ["an object", (inputs: Inputs) => inputs.object("layers"), "aws:x/y:Z main.layers should be an object"],
  ["a file", (inputs: Inputs) => inputs.asset("rule"), "aws:x/y:Z main.rule should be a file or an archive"],
  [
    "text, though it may be absent",
    (inputs: Inputs) => inputs.optionalText("size"),
    "aws:x/y:Z main.size should be text",
  ],
  [
    "a number, though it may be absent",
    (inputs: Inputs) => inputs.optionalNumber("name"),
    "aws:x/y:Z main.name should be a number",
  ],
  [
    "true or false, though it may be absent",
    (inputs: Inputs) => inputs.optionalBoolean("size"),
    "aws:x/y:Z main.size should be true or false",
  ],
  [
    "an object, though it may be absent",
    (inputs: Inputs) => inputs.optionalObject("layers"),
    "aws:x/y:Z main.layers should be an object",
  ],
  ["a list of texts", (inputs: Inputs) => inputs.texts("name"), "aws:x/y:Z main.name should be a list of texts"],
  ["texts throughout", (inputs: Inputs) => inputs.texts("mixed"), "aws:x/y:Z main.mixed should be a list of texts"],
  ["a map", (inputs: Inputs) => inputs.map("layers"), "aws:x/y:Z main.layers should be a map of texts"],
  ["a map of texts", (inputs: Inputs) => inputs.map("counts"), "aws:x/y:Z main.counts should be a map of texts"],
  ["a list of objects", (inputs: Inputs) => inputs.objects("rule"), "aws:x/y:Z main.rule should be a list of objects"],
  ["objects throughout", (inputs: Inputs) => inputs.objects("half"), "aws:x/y:Z main.half should be a list of objects"],
  [
    "text below",
    (inputs: Inputs) => inputs.object("rule").object("filter").optionalText("size"),
    "aws:x/y:Z main.rule.filter.size should be text",
  ],
  ["there", (inputs: Inputs) => inputs.text("missing"), "aws:x/y:Z main.missing should be text"],
  [
    "its kind below",
    (inputs: Inputs) => inputs.object("rule").number("id"),
    "aws:x/y:Z main.rule.id should be a number",
  ],
  [
    "its kind in a list",
    (inputs: Inputs) => inputs.objects("rules").map((rule) => rule.number("days")),
    "aws:x/y:Z main.rules[0].days should be a number",
  ],
])("an input that is not %s is named with its path", (_, read, message) => {
  expect(() => read(make())).toThrow(message);
});

test("an input that nobody read is told, at every depth; an undefined one is none", () => {
  const inputs = make();
  inputs.text("name");
  inputs.object("rule").object("filter").text("prefix");
  for (const rule of inputs.objects("rules")) rule.text("id");
  inputs.leaveOut("tags", "code", "counts", "mixed", "half", "empty");
  expect(inputs.unread().sort()).toEqual([
    "aws:x/y:Z main.enabled",
    "aws:x/y:Z main.layers",
    "aws:x/y:Z main.rule.filter.size",
    "aws:x/y:Z main.rule.id",
    "aws:x/y:Z main.rules[1].days",
    "aws:x/y:Z main.size",
  ]);
});

test("once everything is read or left out on purpose, nothing is told", () => {
  const inputs = new Inputs({ name: "acme", tags: {} }, "main");
  inputs.text("name");
  inputs.leaveOut("tags");
  expect(inputs.unread()).toEqual([]);
});
