import { keyOfPath } from "../../functions/api/object-keys";

/** Where a key comes from that a path names: API Gateway decodes all but `%25`, and has been seen to cut at a `?`. */
test.each([
  ["a plain key", "uploads/a.txt", undefined, "uploads/a.txt"],
  ["a percent sign, which the gateway leaves encoded", "uploads/100%25", undefined, "uploads/100%"],
  ["what looks like an escape", "uploads/a%252F", undefined, "uploads/a%2F"],
  ["the same key again", "uploads/a.txt", "uploads/a.txt", "uploads/a.txt"],
  ["a percent sign, said again", "uploads/100%25", "uploads/100%", "uploads/100%"],
  ["an escape that a gateway decoded", "uploads/a%25b", "uploads/a%25b", "uploads/a%25b"],
  ["a path that was cut at a question mark", "uploads/what", "uploads/what?.txt", "uploads/what?.txt"],
  ["a path that was cut at a number sign", "uploads/what", "uploads/what#1?.txt", "uploads/what#1?.txt"],
  ["dots as the gateway leaves them", "uploads/a/%252E%252E/b", "uploads/a/../b", "uploads/a/../b"],
  ["dots that the gateway decoded once more", "uploads/a/%2E/b", "uploads/a/./b", "uploads/a/./b"],
  ["dots and a question mark, at which it was cut", "uploads/%252E%252E/b", "uploads/../b?c", "uploads/../b?c"],
  ["dots as they are", "uploads/a/../b", "uploads/a/../b", "uploads/a/../b"],
])("%s", (_, path, exact, key) => {
  expect(keyOfPath(path, exact)).toBe(key);
});

test.each([
  ["uploads/a.txt", "uploads/b.txt"],
  ["uploads/a", "uploads/ab?"],
  ["", "uploads/a"],
  ["uploads/a/%252E%252E/c", "uploads/a/../b"],
  ["uploads/b", "uploads/a/../b"],
  ["uploads/a%252Etxt", "uploads/a.txt"],
])("a path %j that names another key than the query's %j is refused", (path, exact) => {
  expect(() => keyOfPath(path, exact)).toThrow("the key in the path differs from the key in the query");
});
