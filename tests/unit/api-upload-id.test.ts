import * as fc from "fast-check";
import { Problem } from "../../functions/api/problem";
import { readUploadId, writeUploadId } from "../../functions/api/upload-id";
import { refusalOf } from "../support/thrown";

const encoded = (text: string): string => Buffer.from(text).toString("base64url");

test("an id is the base64url of what the API must know", () => {
  expect(writeUploadId({ key: "a", size: 1, overwrite: false })).toBe("WyJhIiwxLGZhbHNlXQ");
  expect(readUploadId("WyJhIiwxLGZhbHNlXQ")).toEqual({ key: "a", size: 1, overwrite: false });
});

test("every reference comes back as it was, and its id needs no escaping in a path", () => {
  const reference = fc.record(
    {
      key: fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      overwrite: fc.boolean(),
      uploadId: fc.string({ unit: "binary" }),
    },
    { requiredKeys: ["key", "size", "overwrite"] },
  );
  fc.assert(
    fc.property(reference, (given) => {
      const id = writeUploadId(given);
      expect(id).toMatch(/^[\w-]+$/);
      expect({ ...readUploadId(id) }).toEqual({ ...given });
    }),
  );
});

test.each([
  "",
  "x",
  "%%%",
  "constructor",
  "WyJhIiwxLGZhbHNl",
  encoded("null"),
  encoded("7"),
  encoded('"a"'),
  encoded('{"key":"a","size":1,"overwrite":false}'),
  encoded("[]"),
  encoded('["a"]'),
  encoded('["a",1]'),
  encoded('["a","1",false]'),
  encoded("[1,1,false]"),
  encoded('["a",1,"false"]'),
  encoded('["a",1,false,5]'),
  encoded('["a",1,false,null]'),
  encoded('["a",1,false,"upload","more"]'),
])("%j names no upload", (id) => {
  expect(refusalOf(() => readUploadId(id))).toEqual({
    type: "not-found",
    detail: "this caller has no such upload; ask POST /uploads for a new one",
    field: "id",
  });
});

test("no text whatever makes reading fail otherwise than with not-found", () => {
  const json = fc.json().map(encoded);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), json), (id) => {
      try {
        const { key, size, overwrite } = readUploadId(id);
        return typeof key === "string" && typeof size === "number" && typeof overwrite === "boolean";
      } catch (error) {
        return error instanceof Problem && error.type === "not-found";
      }
    }),
    { numRuns: 1000 },
  );
  expect(refusalOf(() => readUploadId("not an id")).type).toBe("not-found");
});
