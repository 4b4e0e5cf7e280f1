import * as fc from "fast-check";
import { signatureKey, signatures, unknownValues, ValueReader } from "../../tools/graph/sources/property-values";
import { unknown } from "../../tools/graph/types";

const read = (value: unknown) => {
  let hidden = 0;
  const reader = new ValueReader(() => {
    hidden += 1;
  });
  return { value: reader.value(value), hidden };
};

const signed = (signature: string, more: object) => ({ [signatureKey]: signature, ...more });

test("plain values stay as they are", () => {
  const value = { text: "a", number: 1.5, flag: false, nothing: null, list: [1, { deep: "b" }] };
  expect(read(value)).toEqual({ value, hidden: 0 });
});

test("what the engine keeps for itself is left out, at any depth", () => {
  expect(read({ a: 1, __defaults: ["a"], block: { __defaults: [], b: 2 } }).value).toEqual({ a: 1, block: { b: 2 } });
});

test.each(unknownValues)("%s stands for a value that the deployment decides", (mark) => {
  expect(read([mark, `not ${mark}`])).toEqual({ value: [unknown, `not ${mark}`], hidden: 0 });
});

test.each([
  ["a secret in the clear", signed(signatures.secret, { plaintext: '{"user":"bob"}' }), { user: "bob" }, 0],
  ["a secret in a secret", signed(signatures.secret, { plaintext: `["[secret]"]` }), [unknown], 1],
  ["an encrypted secret", signed(signatures.secret, { ciphertext: "AAABAB" }), unknown, 1],
  ["a secret that is no JSON", signed(signatures.secret, { plaintext: "{" }), unknown, 1],
  ["a secret of a preview", "[secret]", unknown, 1],
  ["a custom resource", signed(signatures.resource, { urn: "urn:pulumi:a::b::c::d", id: "i-1" }), "i-1", 0],
  ["one that is still to be made", signed(signatures.resource, { urn: "u", id: unknownValues[0] }), unknown, 0],
  ["a component", signed(signatures.resource, { urn: "urn:pulumi:a::b::c::d" }), "urn:pulumi:a::b::c::d", 0],
  ["a text asset", signed(signatures.asset, { hash: "0", text: "x" }), { asset: "text", text: "x" }, 0],
  ["a file", signed(signatures.asset, { hash: "0", path: "a.txt" }), { asset: "path", path: "a.txt" }, 0],
  ["a file by its hash", signed(signatures.asset, { hash: "0f" }), { asset: "path", path: "sha256:0f" }, 0],
  [
    "an archive",
    signed(signatures.archive, { hash: "0", assets: { a: signed(signatures.asset, { hash: "0", text: "x" }) } }),
    { asset: "archive", files: { a: { asset: "text", text: "x" } } },
    0,
  ],
  ["infinity", signed(signatures.float, { value: "7ff0000000000000" }), Number.POSITIVE_INFINITY, 0],
  ["bytes", signed(signatures.bytes, { value: "/w==" }), "/w==", 0],
  ["a kind that is not known here", signed("00000000000000000000000000000000", { value: 1 }), unknown, 1],
])("%s", (_, given, value, hidden) => {
  expect(read(given)).toEqual({ value, hidden });
});

test("no value that a file can hold makes the reader fail", () => {
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom("[secret]", ...unknownValues),
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "assets", "plaintext", "id", "value", "path", "__x"), tie("value")),
      fc.record({
        [signatureKey]: fc.constantFrom(...Object.values(signatures), "other"),
        plaintext: tie("value"),
        assets: tie("value"),
      }),
    ),
  })).value;
  fc.assert(fc.property(json, (value) => expect(read(value).hidden).toBeGreaterThanOrEqual(0)));
});
