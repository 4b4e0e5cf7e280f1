import * as fc from "fast-check";
import {
  LifecycleError,
  type LifecycleOptions,
  type LifecyclePreset,
  lifecycleRules,
} from "../../components/secure-bucket/lifecycle/presets";
import { toLifecycleArgs } from "../../components/secure-bucket/lifecycle/rules";
import { checkLifecycle } from "../../components/secure-bucket/lifecycle/validate-rules";
import { s3Refusals, sent } from "../support/lifecycle-s3";

const presets: readonly LifecyclePreset[] = ["app", "backup", "dataLake", "logs"];

/** 128 KiB moves, one byte less does not: S3's filter is "greater than". */
const above = 131_071;
const cleanup = { noncurrentDays: 90, abortIncompleteUploadDays: 7, expiredDeleteMarkers: true };

describe("the presets, by hand", () => {
  test("app: Standard-IA after 30 days, Glacier after 90, nothing expires", () => {
    expect(lifecycleRules("app")).toEqual([
      {
        id: "app-move",
        prefix: "",
        largerThan: above,
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
      },
      { id: "app-cleanup", prefix: "", ...cleanup },
    ]);
  });

  test("app with every option", () => {
    const options = {
      prefix: "photos/",
      expireDays: 365,
      noncurrentDays: 30,
      newestNoncurrent: 3,
      abortIncompleteUploadDays: 2,
      smallestMoved: 1_000_000,
    };
    expect(lifecycleRules("app", options)).toEqual([
      {
        id: "app-move-photos/",
        prefix: "photos/",
        largerThan: 999_999,
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
      },
      { id: "app-expire-photos/", prefix: "photos/", expireDays: 365 },
      {
        id: "app-cleanup-photos/",
        prefix: "photos/",
        noncurrentDays: 30,
        newestNoncurrent: 3,
        abortIncompleteUploadDays: 2,
        expiredDeleteMarkers: true,
      },
    ]);
  });

  test("backup: Glacier after 14 days", () => {
    expect(lifecycleRules("backup")).toEqual([
      { id: "backup-move", prefix: "", largerThan: above, transitions: [{ days: 14, storageClass: "GLACIER" }] },
      { id: "backup-cleanup", prefix: "", ...cleanup },
    ]);
  });

  test("dataLake: each folder its own, below the prefix; one cleanup over all of it", () => {
    expect(lifecycleRules("dataLake", { prefix: "lake/" })).toEqual([
      {
        id: "dataLake-move-lake/raw/",
        prefix: "lake/raw/",
        largerThan: above,
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
      },
      {
        id: "dataLake-move-lake/processed/",
        prefix: "lake/processed/",
        largerThan: above,
        transitions: [
          { days: 60, storageClass: "STANDARD_IA" },
          { days: 180, storageClass: "GLACIER_IR" },
        ],
      },
      {
        id: "dataLake-move-lake/curated/",
        prefix: "lake/curated/",
        largerThan: above,
        transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
      },
      { id: "dataLake-cleanup-lake/", prefix: "lake/", ...cleanup },
    ]);
  });

  test("logs: Glacier after 90 days, gone after 365", () => {
    expect(lifecycleRules("logs")).toEqual([
      { id: "logs-move", prefix: "", largerThan: above, transitions: [{ days: 90, storageClass: "GLACIER" }] },
      { id: "logs-expire", prefix: "", expireDays: 365 },
      { id: "logs-cleanup", prefix: "", ...cleanup },
    ]);
  });

  test("an id stays legible, unique and within 255 characters for any prefix", () => {
    const ids = ["naïve/", "na-ve/", `${"x".repeat(900)}/`].map((prefix) => lifecycleRules("app", { prefix })[0]?.id);
    expect(ids).toEqual([
      expect.stringMatching(/^app-move-na-ve\/-[0-9a-f]{8}$/),
      "app-move-na-ve/",
      expect.stringMatching(/^app-move-x{120}-[0-9a-f]{8}$/),
    ]);
  });
});

describe("refused options", () => {
  const refusals: readonly [string, LifecyclePreset, LifecycleOptions, string][] = [
    ["expiry on the day of the last move", "app", { expireDays: 90 }, "expireDays is 90; give more than 90: app"],
    ["expiry before a folder's last move", "dataLake", { expireDays: 180 }, "expireDays is 180; give more than 180"],
    ["expiry in parts of a day", "backup", { expireDays: 20.5 }, "expireDays is 20.5; give a whole number from 1"],
    ["no days for old versions", "app", { noncurrentDays: 0 }, "noncurrentDays is 0; give a whole number from 1"],
    ["more versions than S3 counts", "app", { newestNoncurrent: 101 }, "newestNoncurrent is 101; give a whole number"],
    ["no version to keep", "app", { newestNoncurrent: 0 }, "newestNoncurrent is 0; give a whole number from 1 to 100"],
    ["uploads aborted at once", "logs", { abortIncompleteUploadDays: 0 }, "abortIncompleteUploadDays is 0; give"],
    ["nothing as the smallest object", "app", { smallestMoved: 0 }, "smallestMoved is 0; give a whole number from 1"],
    ["not a number", "app", { smallestMoved: Number.NaN }, "smallestMoved is NaN; give a whole number from 1"],
    ["a prefix that covers its neighbours", "app", { prefix: "log" }, 'prefix is "log"; end it with "/"'],
    ["a leading slash", "app", { prefix: "/log/" }, 'prefix is "/log/"; leave out the first "/"'],
    ["a wildcard", "app", { prefix: "*/log/" }, 'prefix is "*/log/"; S3 knows no wildcards'],
    ["a control character", "app", { prefix: "a\n/" }, "which has a control character"],
    ["half a character", "app", { prefix: "\ud800/" }, "which is not Unicode text"],
    ["a prefix longer than a key", "app", { prefix: `${"é".repeat(512)}/` }, "prefix is 1025 bytes long"],
    ["no room for the folders", "dataLake", { prefix: `${"x".repeat(1014)}/` }, '(with "processed/" below it)'],
  ];
  test.each(refusals)("%s", (_, preset, options, message) => {
    const build = () => lifecycleRules(preset, options);
    expect(build).toThrow(LifecycleError);
    expect(build).toThrow(message);
  });

  test("a preset that does not exist, as an untyped configuration may name one", () => {
    const build = () => lifecycleRules("toString" as LifecyclePreset);
    expect(build).toThrow('preset is "toString"; give one of app, backup, dataLake, logs.');
  });
});

/** Each figure's own limits, and the first day after each preset's last move. */
const valid: Record<keyof LifecycleOptions, (value: never, preset: LifecyclePreset) => boolean> = {
  prefix: (value: string, preset) =>
    value === "" ||
    (/^[^/*?\p{Cc}\p{Cs}][^*?\p{Cc}\p{Cs}]*$/u.test(value) &&
      value.endsWith("/") &&
      Buffer.byteLength(value) <= (preset === "dataLake" ? 1014 : 1024)),
  expireDays: (value: number, preset) =>
    Number.isInteger(value) && value > { app: 90, backup: 14, dataLake: 180, logs: 90 }[preset] && value <= 36_500,
  noncurrentDays: (value: number) => Number.isInteger(value) && value >= 1 && value <= 36_500,
  newestNoncurrent: (value: number) => Number.isInteger(value) && value >= 1 && value <= 100,
  abortIncompleteUploadDays: (value: number) => Number.isInteger(value) && value >= 1 && value <= 365,
  smallestMoved: (value: number) => Number.isInteger(value) && value >= 1 && value <= 5 * 1024 ** 4,
};

const figure = (around: readonly number[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 400 }) },
    fc.constantFrom(...around.flatMap((edge) => [edge - 1, edge, edge + 1])),
    fc.oneof(fc.constantFrom(0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY), fc.double()),
  );
const segment = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const prefixes = fc.oneof(
  fc.array(segment, { maxLength: 3 }).map((parts) => parts.map((part) => `${part}/`).join("")),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    "",
    "/",
    "a",
    "a/",
    "/a/",
    "*/",
    `${"x".repeat(1013)}/`,
    `${"x".repeat(1014)}/`,
    `${"x".repeat(1024)}/`,
  ),
);
const anyOptions: fc.Arbitrary<LifecycleOptions> = fc.record(
  {
    prefix: prefixes,
    expireDays: figure([14, 90, 180, 36_500]),
    noncurrentDays: figure([1, 36_500]),
    newestNoncurrent: figure([1, 100]),
    abortIncompleteUploadDays: figure([1, 365]),
    smallestMoved: figure([1, 131_072, 5 * 1024 ** 4]),
  },
  { requiredKeys: [] },
);
const anyPreset = fc.constantFrom(...presets);

const faults = (preset: LifecyclePreset, options: LifecycleOptions): string[] =>
  Object.entries(options)
    .filter(([option, value]) => !valid[option as keyof LifecycleOptions](value as never, preset))
    .map(([option]) => option);

describe("the presets, for any options", () => {
  test("are accepted exactly when every option is valid, and a refusal names an option at fault", () => {
    fc.assert(
      fc.property(anyPreset, anyOptions, (preset, options) => {
        const wrong = faults(preset, options);
        try {
          lifecycleRules(preset, options);
        } catch (error) {
          expect(error).toBeInstanceOf(LifecycleError);
          expect(wrong).toContain(String((error as Error).message).split(" ")[0]);
          return;
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  const accepted = fc.tuple(anyPreset, anyOptions).map(([preset, options]) => {
    const wrong = new Set(faults(preset, options));
    const kept = Object.entries(options).filter(([option]) => !wrong.has(option));
    return [preset, Object.fromEntries(kept) as LifecycleOptions] as const;
  });

  test("S3 refuses nothing of what they send", () => {
    fc.assert(
      fc.property(accepted, ([preset, options]) => {
        expect(s3Refusals(sent(toLifecycleArgs(lifecycleRules(preset, options))))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("checkLifecycle has nothing to say, and the clearing away reaches whatever moves", () => {
    fc.assert(
      fc.property(accepted, ([preset, options]) => {
        expect(checkLifecycle(lifecycleRules(preset, options), { wholeBucket: !options.prefix })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("do what the options say, and nothing outside of the prefix", () => {
    fc.assert(
      fc.property(accepted, ([preset, options]) => {
        const rules = lifecycleRules(preset, options);
        const { prefix = "", expireDays = preset === "logs" ? 365 : undefined } = options;
        expect(rules.filter((rule) => !rule.prefix.startsWith(prefix))).toEqual([]);
        expect(rules.flatMap((rule) => rule.expireDays ?? [])).toEqual(expireDays === undefined ? [] : [expireDays]);
        expect(rules.flatMap((rule) => rule.noncurrentDays ?? [])).toEqual([options.noncurrentDays ?? 90]);
        expect(rules.flatMap((rule) => rule.abortIncompleteUploadDays ?? [])).toEqual([
          options.abortIncompleteUploadDays ?? 7,
        ]);
        const smallest = new Set(rules.flatMap((rule) => (rule.transitions ? (rule.largerThan ?? -1) + 1 : [])));
        expect([...smallest]).toEqual([options.smallestMoved ?? 131_072]);
      }),
    );
  });

  test("are the same for the same input, which they leave as it was", () => {
    fc.assert(
      fc.property(accepted, ([preset, options]) => {
        const frozen = Object.freeze({ ...options });
        expect(lifecycleRules(preset, frozen)).toEqual(lifecycleRules(preset, frozen));
      }),
      { numRuns: 50 },
    );
  });

  test("several by prefix can share a bucket", () => {
    fc.assert(
      fc.property(fc.array(accepted, { minLength: 2, maxLength: 5 }), (choices) => {
        const rules = choices.flatMap(([preset, options], index) => {
          return lifecycleRules(preset, { ...options, prefix: `part-${index}/` });
        });
        expect(s3Refusals(sent(toLifecycleArgs(rules)))).toEqual([]);
        expect(checkLifecycle(rules)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
