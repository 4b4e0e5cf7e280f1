import * as fc from "fast-check";
import { Problem } from "../../functions/api/problem";
import { readUploadId, writeUploadId } from "../../functions/api/upload-id";
import { refusalOf } from "../support/thrown";

const encoded = (text: string): string => Buffer.from(text).toString("base64url");

test("an id is the base64url of what the API must know", () => {
  // ["a",1,false,2]
  expect(writeUploadId({ key: "a", size: 1, overwrite: false, at: 2 })).toBe("WyJhIiwxLGZhbHNlLDJd");
  expect(readUploadId("WyJhIiwxLGZhbHNlLDJd")).toEqual({ key: "a", size: 1, overwrite: false, at: 2 });
});

test("every reference comes back as it was, and its id needs no escaping in a path", () => {
  const reference = fc.record(
    {
      key: fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      overwrite: fc.boolean(),
      at: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      uploadId: fc.string({ unit: "binary", minLength: 1 }),
    },
    { requiredKeys: ["key", "size", "overwrite", "at"] },
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
  "WyJhIiwxLGZhbHNlLDJ",
  encoded("null"),
  encoded("7"),
  encoded('"a"'),
  encoded('{"key":"a","size":1,"overwrite":false,"at":2}'),
  encoded("[]"),
  encoded('["a"]'),
  encoded('["a",1]'),
  encoded('["a",1,false]'),
  encoded('["a",1,false,"upload"]'),
  encoded('["a","1",false,2]'),
  encoded('["a",null,false,2]'),
  encoded('["a",-1,false,2]'),
  encoded('["a",1.5,false,2]'),
  encoded('["a",1e400,false,2]'),
  encoded('["a",9007199254740992,false,2]'),
  encoded("[1,1,false,2]"),
  encoded('["a",1,"false",2]'),
  encoded('["a",1,false,"2"]'),
  encoded('["a",1,false,null]'),
  encoded('["a",1,false,-1]'),
  encoded('["a",1,false,2.5]'),
  encoded('["a",1,false,2,""]'),
  encoded('["a",1,false,2,5]'),
  encoded('["a",1,false,2,null]'),
  encoded('["a",1,false,2,"upload","more"]'),
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
        const { key, size, overwrite, at } = readUploadId(id);
        const counts = [size, at].every((count) => Number.isInteger(count) && count >= 0);
        return typeof key === "string" && counts && typeof overwrite === "boolean";
      } catch (error) {
        return error instanceof Problem && error.type === "not-found";
      }
    }),
    { numRuns: 1000 },
  );
  expect(refusalOf(() => readUploadId("not an id")).type).toBe("not-found");
});
