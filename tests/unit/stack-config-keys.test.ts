import type { Key } from "../../config/key";
import { keys, subjects } from "../../config/keys";
import { nearest } from "../../config/nearest";
import { configure, problemsOf, useStack } from "../support/stack-config";

import YAML = require("yaml");

useStack();

const all = Object.entries<Key<unknown>>(keys);

test("every key belongs to one subject", () => {
  const told = Object.values(subjects).flatMap((own) => Object.keys(own));
  expect(told.sort()).toEqual(Object.keys(keys).sort());
});

test.each(all)("%s: its example is accepted, whole, and its meaning is a sentence", (name, { example, meaning }) => {
  const parsed = YAML.parse(example) as Record<string, unknown>;
  expect(Object.keys(parsed)).toEqual([name]);
  const given = parsed[name];
  expect(() => configure({ [name]: typeof given === "string" ? given : JSON.stringify(given) })).not.toThrow();
  expect(meaning).toMatch(/^[A-Z].*\.$/);
});

test.each([
  ["coffer:mainlock", "coffer:mainLock"],
  ["coffer:urlSecond", "coffer:urlSeconds"],
  ["coffer:mainLokc", "coffer:mainLock"],
  ["coffer:orgins", "coffer:origins"],
  ["coffer:life-cycle", "coffer:lifecycle"],
  ["coffer:uploader", "coffer:uploaders"],
  ["coffer:standby", "coffer:standbyRegion"],
])("%s is refused, and %s is what was meant", (given, meant) => {
  expect(problemsOf({ [given]: "x" })).toContain(`${given} is not a key of Coffer. Did you mean ${meant}?\n`);
});

test("the nearest of no names is none; of equally near ones it is the first", () => {
  expect(nearest("a", [])).toBeUndefined();
  expect(nearest("ab", ["xb", "ax"])).toBe("xb");
});

test("without the keys, the main bucket has the preset app and no lock, and logs are kept for a year", () => {
  expect(configure()).toMatchObject({
    main: { lifecycle: "app", resumeDays: 3 },
    vaultLifecycle: "backup",
    accessLogDays: 365,
    logRetentionDays: 365,
  });
  expect(configure().main).not.toHaveProperty("objectLock");
});

test.each([
  ["coffer:lifecycle", "dataLake", { main: { lifecycle: "dataLake" } }],
  [
    "coffer:lifecycle",
    '{"preset":"app","expireDays":365,"noncurrentDays":30}',
    { main: { lifecycle: { preset: "app", expireDays: 365, noncurrentDays: 30 } } },
  ],
  [
    "coffer:lifecycle",
    '{"rules":[{"id":"a","prefix":"","noncurrentDays":7,"transitions":[{"days":30,"storageClass":"GLACIER"}]}]}',
    {
      main: {
        lifecycle: {
          rules: [{ id: "a", prefix: "", noncurrentDays: 7, transitions: [{ days: 30, storageClass: "GLACIER" }] }],
        },
      },
    },
  ],
  ["coffer:mainLock", '{"mode":"governance","days":3}', { main: { objectLock: { mode: "governance", days: 3 } } }],
  ["coffer:resumeDays", "5", { main: { resumeDays: 5 } }],
  ["coffer:accessLogDays", "180", { accessLogDays: 180 }],
  ["coffer:logRetentionDays", "731", { logRetentionDays: 731 }],
])("%s: %s is accepted", (name, given, expected) => {
  expect(configure({ [name]: given })).toMatchObject(expected);
});

test.each([
  ["coffer:lifecycle", "never"],
  ["coffer:lifecycle", '{"preset":"app","expires":365}'],
  ["coffer:lifecycle", '{"preset":"app","rules":[]}'],
  ["coffer:lifecycle", '{"rules":[{"id":"a"}]}'],
  ["coffer:vaultLifecycle", '{"rules":[{"id":"a","prefix":"","transitions":[{"days":1,"storageClass":"ICE"}]}]}'],
  ["coffer:mainLock", "true"],
  ["coffer:mainLock", '{"mode":"governance"}'],
  ["coffer:mainLock", '{"mode":"compliance","days":7}'],
  ["coffer:resumeDays", "0"],
  ["coffer:accessLogDays", "179"],
  ["coffer:logRetentionDays", "100"],
])("%s: %s is refused", (name, given) => {
  expect(problemsOf({ [name]: given })).toContain(`\n\n${name} is ${given.startsWith("{") ? given : ""}`);
});

test("a stack that may be destroyed has no compliance lock on its main bucket", () => {
  const words = "nobody, not even AWS, can delete these versions early";
  const mainLock = JSON.stringify({ mode: "compliance", days: 7, confirm: words });
  expect(problemsOf({ "coffer:mainLock": mainLock, "coffer:protect": "false" })).toContain(
    "coffer:protect is false, and coffer:mainLock has mode compliance: nobody can delete what the main bucket holds",
  );
  expect(configure({ "coffer:mainLock": mainLock }).protect).toBe(true);
});
