import * as fc from "fast-check";
import { lifecycleRules } from "../../components/secure-bucket/lifecycle/presets";
import { type LifecycleRule, type StorageClass, toLifecycleArgs } from "../../components/secure-bucket/lifecycle/rules";
import { checkLifecycle, type LifecycleContext } from "../../components/secure-bucket/lifecycle/validate-rules";
import { s3Refusals, sent } from "../support/lifecycle-s3";

/** Clears the whole bucket, so that a test's own rule is the only thing that can be wrong. */
const cleanup: LifecycleRule = { id: "cleanup", prefix: "", noncurrentDays: 200, abortIncompleteUploadDays: 7 };
const check = (rule: Partial<LifecycleRule>, context?: LifecycleContext) =>
  checkLifecycle([{ id: "r", prefix: "", ...rule }, cleanup], context);

describe("a rule by itself", () => {
  const refused: readonly [string, Partial<LifecycleRule>, string][] = [
    [
      "an id that is empty",
      { id: "", expireDays: 1 },
      'rule "": the id has 0 characters; S3 takes a whole number from 1',
    ],
    ["an id that is too long", { id: "i".repeat(256), expireDays: 1 }, "the id has 256 characters"],
    ["a prefix with a leading slash", { prefix: "/a", expireDays: 1 }, 'rule "r": prefix is "/a"; leave out the first'],
    ["a prefix with a wildcard", { prefix: "a/*", expireDays: 1 }, "S3 knows no wildcards"],
    ["a prefix with a control character", { prefix: "a\u0000", expireDays: 1 }, "has a control character"],
    ["a prefix longer than a key", { prefix: "a".repeat(1025), expireDays: 1 }, "prefix is 1025 bytes long"],
    ["no action", {}, 'rule "r": it does nothing; S3 refuses a rule without an action.'],
    ["no action but empty lists", { transitions: [], noncurrentTransitions: [] }, "it does nothing"],
    ["expiry on day 0", { expireDays: 0 }, 'rule "r": expireDays is 0; give a whole number from 1 to 36500.'],
    ["expiry in parts of a day", { expireDays: 1.5 }, "expireDays is 1.5; give a whole number"],
    ["negative days for old versions", { noncurrentDays: -1 }, "noncurrentDays is -1; give a whole number"],
    [
      "uploads aborted after NaN days",
      { abortIncompleteUploadDays: Number.NaN },
      "abortIncompleteUploadDays is NaN; give",
    ],
    ["too many versions to keep", { noncurrentDays: 200, newestNoncurrent: 101 }, "newestNoncurrent is 101; give"],
    ["versions to keep without days", { newestNoncurrent: 5 }, "newestNoncurrent needs noncurrentDays"],
    ["a negative size", { expireDays: 1, largerThan: -1 }, "largerThan is -1; give a whole number from 0"],
    ["delete markers with expiry", { expireDays: 1, expiredDeleteMarkers: true }, "expireDays cannot be in one rule"],
    [
      "an abort with a size",
      { largerThan: 1, abortIncompleteUploadDays: 7 },
      "cannot be beside largerThan; S3 knows no",
    ],
    ["delete markers with a size", { largerThan: 1, expiredDeleteMarkers: true }, "a delete marker has no size"],
  ];
  test.each(refused)("%s", (_, rule, message) => {
    expect(check(rule).filter((problem) => problem.includes(message))).toHaveLength(1);
  });

  test("a rule with nothing wrong is not mentioned", () => {
    expect(check({ expireDays: 1, largerThan: 0 })).toEqual([]);
  });
});

describe("moves", () => {
  const moves = (...of: [number, StorageClass][]) => of.map(([days, storageClass]) => ({ days, storageClass }));
  const refused: readonly [string, ReturnType<typeof moves>, string][] = [
    [
      "to Standard-IA before 30 days",
      moves([29, "STANDARD_IA"]),
      "STANDARD_IA after 29 days; S3 moves nothing there before 30",
    ],
    ["before creation", moves([-1, "GLACIER"]), "days to GLACIER is -1; give a whole number from 0"],
    ["in parts of a day", moves([0.5, "GLACIER"]), "days to GLACIER is 0.5; give a whole number from 0"],
    [
      "29 days after Standard-IA",
      moves([30, "STANDARD_IA"], [59, "GLACIER"]),
      "GLACIER after 59 days; give 60 or more, S3 asks 30 since STANDARD_IA after 30 days",
    ],
    [
      "against the waterfall",
      moves([90, "GLACIER"], [190, "GLACIER_IR"]),
      "GLACIER_IR after 190 days; it comes with or after",
    ],
    ["back to Standard-IA", moves([0, "INTELLIGENT_TIERING"], [90, "STANDARD_IA"]), "S3 moves objects only to colder"],
    [
      "twice to one class",
      moves([10, "GLACIER"], [20, "GLACIER"]),
      "GLACIER after 20 days; it comes with or after GLACIER",
    ],
    ["twice on one day", moves([0, "GLACIER_IR"], [0, "GLACIER"]), "give 1 or more, S3 asks 1 since GLACIER_IR"],
  ];
  test.each(refused)("%s", (_, transitions, message) => {
    expect(check({ transitions })).toEqual([expect.stringContaining(message)]);
    const [old, ...others] = check({ noncurrentTransitions: transitions });
    expect(old).toMatch(/^rule "r", noncurrent versions: /);
    expect(old).toContain(message);
    expect(others).toEqual([]);
  });

  test("the whole waterfall, listed in any order", () => {
    const all = moves(
      [210, "DEEP_ARCHIVE"],
      [30, "STANDARD_IA"],
      [62, "GLACIER"],
      [60, "INTELLIGENT_TIERING"],
      [61, "GLACIER_IR"],
    );
    expect(check({ transitions: all })).toEqual([]);
  });

  test("of two rules for the same objects are taken together", () => {
    const rules: LifecycleRule[] = [
      { id: "a", prefix: "x/", transitions: moves([30, "STANDARD_IA"]) },
      { id: "b", prefix: "x/", transitions: moves([40, "GLACIER"]) },
      cleanup,
    ];
    expect(checkLifecycle(rules)).toEqual([
      expect.stringMatching(/^rules "a" and "b": GLACIER after 40 days; give 60/),
    ]);
    expect(checkLifecycle(rules.map((rule, at) => (at === 1 ? { ...rule, prefix: "y/" } : rule)))).toEqual([]);
  });

  test("that two rules for the same objects both ask for are one move", () => {
    const transitions = moves([30, "STANDARD_IA"]);
    expect(
      checkLifecycle([{ id: "a", prefix: "", transitions }, { id: "b", prefix: "", transitions }, cleanup]),
    ).toEqual([]);
  });
});

describe("an end before a move", () => {
  const move: LifecycleRule = { id: "move", prefix: "a/", transitions: [{ days: 90, storageClass: "GLACIER" }] };
  const end = (prefix: string, expireDays: number): LifecycleRule => ({ id: "end", prefix, expireDays });
  const why = 'expireDays is 90; give more than 90, because rule "move" moves the same objects to GLACIER after 90.';

  test("in one rule", () => {
    const message = why.replace('"move"', '"r"');
    expect(check({ ...move, id: "r", expireDays: 90 })).toEqual([`rule "r": ${message}`]);
    expect(check({ ...move, id: "r", expireDays: 91 })).toEqual([]);
  });

  test.each(["a/", ""])("in another rule, for prefix %j", (prefix) => {
    expect(checkLifecycle([move, end(prefix, 90), cleanup])).toEqual([`rule "end": ${why}`]);
    expect(checkLifecycle([move, end(prefix, 91), cleanup])).toEqual([]);
  });

  test("after the first move and before the last", () => {
    const transitions = [{ days: 30, storageClass: "STANDARD_IA" }, ...(move.transitions ?? [])] as const;
    expect(checkLifecycle([{ ...move, transitions }, end("a/", 90), cleanup])).toEqual([`rule "end": ${why}`]);
  });

  test("of a part of what moves is meant", () => {
    expect(checkLifecycle([move, end("a/tmp/", 7), cleanup])).toEqual([]);
    expect(checkLifecycle([move, { ...end("a/", 7), largerThan: 1000 }, cleanup])).toEqual([]);
  });

  test("of noncurrent versions", () => {
    const noncurrentTransitions = [{ days: 200, storageClass: "GLACIER" }] as const;
    expect(check({ noncurrentTransitions })).toEqual([
      'rule "cleanup": noncurrentDays is 200; give more than 200, because rule "r" moves the same objects to GLACIER after 200.',
    ]);
  });

  test("of all versions but the newest, which live to move", () => {
    const noncurrentTransitions = [{ days: 300, storageClass: "GLACIER" }] as const;
    const keeping = { ...cleanup, newestNoncurrent: 2 };
    expect(checkLifecycle([{ id: "r", prefix: "", noncurrentTransitions }, keeping])).toEqual([]);
    const together = { ...keeping, noncurrentTransitions };
    expect(checkLifecycle([together])).toEqual([expect.stringContaining("noncurrentDays is 200; give more than 300")]);
  });
});

describe("rules that contradict each other", () => {
  const pair = (a: Partial<LifecycleRule>, b: Partial<LifecycleRule>) => {
    const problems = checkLifecycle([{ id: "a", prefix: "x/", ...a }, { id: "b", prefix: "x/", ...b }, cleanup]);
    return problems.filter(
      (problem) => problem.startsWith('rules "a" and "b"') || problem.startsWith('rules "b" and "a"'),
    );
  };

  test.each(["expireDays", "noncurrentDays", "abortIncompleteUploadDays"] as const)("on %s", (figure) => {
    expect(pair({ [figure]: 3 }, { [figure]: 5 })).toEqual([
      `rules "a" and "b" cover the same objects (prefix "x/") and contradict each other: ${figure} is 3 in one and 5 in the ` +
        "other; S3 goes by the shorter.",
    ]);
    expect(pair({ [figure]: 5 }, { [figure]: 5 })).toEqual([]);
  });

  test("on how many versions are kept", () => {
    expect(pair({ noncurrentDays: 9, newestNoncurrent: 3 }, { noncurrentDays: 9 })).toEqual([
      expect.stringContaining("newestNoncurrent is 3 in one and not given in the other"),
    ]);
  });

  test("because the wider one is done first", () => {
    expect(pair({ expireDays: 30 }, { prefix: "x/y/", expireDays: 60 })).toEqual([
      expect.stringMatching(/^rules "a" and "b" overlap and contradict each other: expireDays is 30 in one and 60/),
    ]);
    expect(pair({ prefix: "x/y/", noncurrentDays: 60 }, { noncurrentDays: 30 })).toHaveLength(1);
    expect(pair({ noncurrentDays: 60 }, { prefix: "x/y/", noncurrentDays: 90, newestNoncurrent: 2 })).toHaveLength(2);
  });

  test("but not because the narrower one is", () => {
    expect(pair({ expireDays: 60 }, { prefix: "x/y/", expireDays: 30 })).toEqual([]);
    expect(pair({ expireDays: 60 }, { expireDays: 30, largerThan: 1000 })).toEqual([]);
    expect(pair({ noncurrentDays: 9, newestNoncurrent: 2 }, { prefix: "x/y/", noncurrentDays: 30 })).toEqual([]);
  });

  test("and not when they share no object", () => {
    expect(pair({ expireDays: 30 }, { prefix: "z/", expireDays: 60 })).toEqual([]);
  });
});

describe("the rules of a bucket", () => {
  test("an id that is given twice", () => {
    expect(check({ id: "cleanup", expireDays: 9 })).toEqual([
      '2 rules have the id "cleanup"; S3 tells rules apart by it.',
    ]);
  });

  test("more than 1,000", () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...cleanup, id: `${index}`, prefix: `${index}/` }));
    expect(checkLifecycle(rules(1001))).toEqual(["there are 1001 rules; S3 takes at most 1000 for a bucket."]);
    expect(checkLifecycle(rules(1000))).toEqual([]);
  });

  test("nothing that clears old versions or unfinished uploads away", () => {
    const both = (prefix: string) => [
      expect.stringContaining(`prefix "${prefix}": no rule has noncurrentDays`),
      expect.stringContaining(`prefix "${prefix}": no rule has abortIncompleteUploadDays`),
    ];
    const rule = { id: "r", prefix: "a/", expireDays: 9 };
    expect(checkLifecycle([])).toEqual(both(""));
    expect(checkLifecycle([rule])).toEqual(both("a/"));
    expect(checkLifecycle([rule, { ...cleanup, prefix: "a/b/" }])).toEqual(both("a/"));
    expect(checkLifecycle([rule, { ...cleanup, prefix: "a/" }])).toEqual([]);
    expect(checkLifecycle([rule, { ...cleanup, prefix: "a/" }], { wholeBucket: true })).toEqual(both(""));
  });

  test("old versions of small objects that nothing clears away", () => {
    const rules: LifecycleRule[] = [
      { id: "large", prefix: "", largerThan: 1000, noncurrentDays: 9 },
      { id: "abort", prefix: "", abortIncompleteUploadDays: 7 },
    ];
    expect(checkLifecycle(rules)).toEqual([expect.stringContaining("no rule has noncurrentDays")]);
  });

  test("an unversioned bucket has no old versions", () => {
    const abort = [{ id: "abort", prefix: "", abortIncompleteUploadDays: 7 }];
    expect(checkLifecycle(abort, { versioned: false })).toEqual([]);
  });
});

describe("what the rules have to get on with", () => {
  test("the lock keeps what the rules would delete", () => {
    const end = { expireDays: 29 };
    expect(check(end, { lockDays: 30 })).toEqual([
      expect.stringContaining("expireDays is 29; give 30 or more, Object Lock"),
    ]);
    expect(check(end, { lockDays: 29 })).toEqual([]);
    expect(check(end, { lockDays: 201 })).toContainEqual(expect.stringContaining("noncurrentDays is 200; give 201"));
  });

  test("an upload is aborted that its client may resume", () => {
    expect(check({ expireDays: 9 }, { resumeDays: 7 })).toEqual([
      'rule "cleanup": abortIncompleteUploadDays is 7; give more than 7, or an upload is aborted that its client may still resume.',
    ]);
    expect(check({ expireDays: 9 }, { resumeDays: 6 })).toEqual([]);
  });

  test("presets fit any shorter lock and resume time, and say so of any longer one", () => {
    const days = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(days, days, days, days, (noncurrentDays, abortIncompleteUploadDays, lockDays, resumeDays) => {
        fc.pre(abortIncompleteUploadDays <= 365);
        const rules = lifecycleRules("app", { noncurrentDays, abortIncompleteUploadDays });
        const problems = checkLifecycle(rules, { lockDays, resumeDays });
        expect(problems.some((problem) => problem.includes("noncurrentDays"))).toBe(noncurrentDays < lockDays);
        expect(problems.some((problem) => problem.includes("abortInc"))).toBe(abortIncompleteUploadDays <= resumeDays);
      }),
    );
  });
});

describe("any rules", () => {
  const few = (...values: number[]) => fc.constantFrom(...values);
  const classes: StorageClass[] = ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
  const transitions = fc.array(
    fc.record({ days: few(-1, 0, 0.5, 29, 30, 59, 60, 90, 91, 180), storageClass: fc.constantFrom(...classes) }),
    { maxLength: 3 },
  );
  const anyRule: fc.Arbitrary<LifecycleRule> = fc.record(
    {
      id: fc.constantFrom("a", "b", "c", "", "i".repeat(255), "i".repeat(256)),
      prefix: fc.constantFrom("", "x/", "x/y/", "z/", "p".repeat(1025)),
      largerThan: few(-1, 0, 131_071),
      transitions,
      expireDays: few(0, 1, 30, 90, 91, 365),
      noncurrentDays: few(0, 1, 30, 90, 91, 365),
      newestNoncurrent: few(0, 1, 100, 101),
      noncurrentTransitions: transitions,
      abortIncompleteUploadDays: few(0, 1, 7),
      expiredDeleteMarkers: fc.boolean(),
    },
    { requiredKeys: ["id", "prefix"] },
  );

  test("of which checkLifecycle has nothing to say are refused by S3 for nothing", () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 3 }), (rules) => {
        if (checkLifecycle([...rules, cleanup]).length > 0) return;
        passed += 1;
        expect(s3Refusals(sent(toLifecycleArgs(rules)))).toEqual([]);
      }),
      { numRuns: 20_000, seed: 3 },
    );
    expect(passed).toBeGreaterThan(500);
  });

  test("that S3 refuses make checkLifecycle speak, and every message names a rule or a prefix and ends its sentence", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 3 }), (rules) => {
        const problems = checkLifecycle(rules);
        if (s3Refusals(sent(toLifecycleArgs(rules))).length > 0) expect(problems).not.toEqual([]);
        for (const problem of problems) expect(problem).toMatch(/^(rules? "|prefix "|\d+ rules ).*\.$/);
      }),
      { numRuns: 2000 },
    );
  });
});
