import { parameterProblems, parameterValues } from "../../../policies/framework/parameters";
import { packResource } from "../../../policies/framework/resource";
import { StackIndex } from "../../../policies/framework/stack-index";
import { NotKnownYet, notKnown, plainValues, Values } from "../../../policies/framework/values";
import { from, indexOf, resource } from "../../support/policies";

describe("values", () => {
  const values = new Values({
    text: "a",
    yes: true,
    no: "false",
    seven: "7",
    empty: null,
    list: ["a", "b"],
    one: { name: "x" },
    open: notKnown,
    mixed: { known: 1, open: notKnown, deep: [{ open: notKnown }] },
  });

  test("are read as what they are, and nothing else", () => {
    expect([values.text("text"), values.text("yes"), values.text("nothing")]).toEqual(["a", undefined, undefined]);
    expect([values.flag("yes"), values.flag("no"), values.flag("text")]).toEqual([true, false, undefined]);
    expect([values.number("seven"), values.number("text"), values.number("no")]).toEqual([7, undefined, undefined]);
    expect([values.has("text"), values.has("empty"), values.has("nothing")]).toEqual([true, false, false]);
    expect([values.texts("list"), values.texts("text"), values.texts("empty")]).toEqual([["a", "b"], ["a"], []]);
    expect(values.many("absent", "one").map((one) => one.text("name"))).toEqual(["x"]);
    expect(values.one("absent")).toBeUndefined();
    expect(values.text("text", "below")).toBeUndefined();
  });

  test.each([
    ["raw", () => values.raw("open")],
    ["text", () => values.text("open")],
    ["flag", () => values.flag("open")],
    ["number", () => values.number("open")],
    ["texts", () => values.texts("open")],
    ["has", () => values.has("open")],
    ["many", () => values.many("open")],
    ["keys", () => values.keys("open")],
    ["a value below", () => values.text("open", "below")],
    ["the whole of it", () => values.whole("mixed")],
    ["one of several names", () => values.one("open", "text")],
  ])("%s stops at what is not known", (_, read) => {
    expect(read).toThrow(NotKnownYet);
  });

  test("an unknown value says where it is", () => {
    expect(() => values.at("mixed").at("deep").many()).not.toThrow();
    expect(() => values.at("mixed", "deep", 0).text("open")).toThrow("mixed.deep.0.open is not known yet");
    expect([values.isKnown("open"), values.isKnown("mixed"), values.isKnown("mixed", "open")]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("beside an unknown value the known ones can be read", () => {
    expect(values.number("mixed", "known")).toBe(1);
  });

  test("the marks of an evaluator are replaced wherever they are", () => {
    const given = { a: "?", b: [{ c: "?" }, "d"], e: null };
    expect(plainValues(given, (value) => value === "?")).toEqual({ a: notKnown, b: [{ c: notKnown }, "d"], e: null });
  });
});

describe("the index", () => {
  const topic = "aws:sns/topic:Topic";
  const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
  const names = (joined: { readonly targets: readonly { readonly name: string }[] }) =>
    joined.targets.map(({ name }) => name);

  test("joins by where a property comes from, though no value is known", () => {
    const index = indexOf([resource(topic, "a"), resource(alarm, "b", { alarmActions: [from("Topic a")] })]);
    const [b] = index.ofType(alarm);
    const [a] = index.ofType(topic);
    if (a === undefined || b === undefined) throw new Error("the fixture lacks a resource");
    expect(names(index.from(b, "alarmActions", topic))).toEqual(["a"]);
    expect(index.pointingTo(a, alarm, "alarmActions")).toEqual([b]);
    expect(index.pointingTo(a, alarm, "okActions")).toEqual([]);
  });

  test("joins by name, id or ARN where the program gives text", () => {
    const arn = "arn:aws:sns:eu-central-1:123456789012:a";
    const made = (name: string, token: string, inputs: object, outputs: object) =>
      packResource({ urn: `urn:pulumi:t::t::${token}::${name}`, token, name, inputs, outputs });
    const index = new StackIndex([
      made("a", topic, { name: "alerts" }, { id: arn, arn, name: "alerts" }),
      made("b", alarm, { one: arn, two: "alerts", three: "unheard-of" }, {}),
    ]);
    const [b] = index.ofType(alarm);
    if (b === undefined) throw new Error("the fixture lacks a resource");
    expect(["one", "two", "three"].map((property) => names(index.from(b, property, topic)))).toEqual([
      ["a"],
      ["a"],
      [],
    ]);
    expect(index.named(arn, alarm)).toEqual([]);
  });

  test("a component stands for its one child of the type, and not for two", () => {
    const component = { urn: "urn:pulumi:t::t::my:Component::c", token: "my:Component", name: "c", inputs: {} };
    const child = (name: string) => ({
      urn: `urn:pulumi:t::t::${topic}::${name}`,
      token: topic,
      name,
      parent: component.urn,
      inputs: {},
    });
    const user = {
      urn: "urn:pulumi:t::t::alarm::b",
      token: alarm,
      name: "b",
      inputs: { alarmActions: notKnown },
      sources: { alarmActions: [component.urn] },
    };
    const found = (...children: readonly ReturnType<typeof child>[]) => {
      const index = new StackIndex([component, ...children, user].map((facts) => packResource(facts)));
      const [b] = index.ofType(alarm);
      if (b === undefined) throw new Error("the fixture lacks a resource");
      return names(index.from(b, "alarmActions", topic));
    };
    expect(found(child("one"))).toEqual(["one"]);
    expect(found(child("one"), child("two"))).toEqual([]);
  });

  test("of two sources, the one that the value names", () => {
    const bucket = "aws:s3/bucket:Bucket";
    const fixtures = [
      resource(bucket, "a", { bucket: "bucket-a" }),
      resource(bucket, "b", { bucket: "bucket-b" }),
      resource("aws:s3/bucketVersioning:BucketVersioning", "v", { bucket: "bucket-b" }),
    ];
    const index = new StackIndex(
      fixtures.map(({ type, name, inputs }) =>
        packResource({
          urn: name,
          token: type,
          name,
          inputs,
          sources: name === "v" ? { bucket: ["a", "b"] } : {},
        }),
      ),
    );
    const [versioning] = index.ofType("aws:s3/bucketVersioning:BucketVersioning");
    if (versioning === undefined) throw new Error("the fixture lacks a resource");
    expect(names(index.from(versioning, "bucket", bucket))).toEqual(["b"]);
  });
});

describe("parameters", () => {
  const parameters = {
    days: { type: "integer", default: 7, minimum: 1, maximum: 30, description: "Days" },
    names: { type: "array", items: { type: "string" }, default: [], description: "Names" },
  } as const;

  test("what is given is used, the rest is the default, and what does not fit is refused", () => {
    expect(parameterValues(parameters, {})).toEqual({ days: 7, names: [] });
    expect(parameterValues(parameters, { days: 30, names: ["a"] })).toEqual({ days: 30, names: ["a"] });
    expect(() => parameterValues(parameters, { days: 31 })).toThrow("days is 31; give an integer from 1 to 30");
  });

  test("what does not fit is named, with what would", () => {
    expect(parameterProblems(parameters, { days: 31, names: "a", dais: 1 })).toEqual([
      "days is 31; give an integer from 1 to 30",
      'names is "a"; give a list of texts',
      "dais is not a parameter; there are: days, names",
    ]);
    const pattern = { type: "string", format: "regex", default: "^a", description: "A pattern" } as const;
    expect(parameterProblems({ pattern }, { pattern: "(" })).toEqual(['pattern is "("; give a regular expression']);
    expect(parameterProblems({ pattern }, { pattern: "^b" })).toEqual([]);
    expect(parameterProblems(parameters, { days: 1.5 })).toHaveLength(1);
    expect(parameterProblems(parameters, { days: 1, names: [] })).toEqual([]);
  });
});
