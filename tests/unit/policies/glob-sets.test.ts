import * as fc from "fast-check";
import { contains, everyTextOf, type GlobSet, intersects } from "../../../policies/iam/glob-sets";
import { actionCovers, fitsPattern } from "../../../policies/iam/wildcards";

/** The definition, letter by letter. Exponential, so for short texts only. */
const naive = (pattern: string, text: string): boolean => {
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (pattern === "") return text === "";
  if (first === "*") return naive(rest, text) || (text !== "" && naive(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text.charAt(0)) && naive(rest, text.slice(1));
};

const textsUpTo = (length: number, letters: string): readonly string[] => {
  const texts = [""];
  for (let begin = 0, round = 0; round < length; round++) {
    const end = texts.length;
    for (; begin < end; begin++) for (const letter of letters) texts.push((texts[begin] ?? "") + letter);
  }
  return texts;
};

/** `z` stands for every letter that the patterns below do not have. */
const texts = textsUpTo(7, "abz");

const glob = (maxLength: number) => fc.string({ unit: fc.constantFrom("a", "b", "?", "*", "*"), maxLength });
const within = (set: GlobSet, text: string): boolean =>
  "fits" in set ? set.fits.some((one) => naive(one, text)) : !set.fitsNone.some((one) => naive(one, text));

/** The milliseconds that something takes. */
const time = (run: () => void): number => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

describe("the matcher", () => {
  test("agrees with the definition", () => {
    fc.assert(
      fc.property(glob(8), fc.string({ unit: fc.constantFrom("a", "b", "z"), maxLength: 9 }), (pattern, text) => {
        expect(fitsPattern(pattern, text)).toBe(naive(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes any letter for a wildcard, a line's end too, and other signs as they are", () => {
    expect(fitsPattern("a*z", "a\n/.z")).toBe(true);
    expect(fitsPattern("a?z", "a\nz")).toBe(true);
    expect(fitsPattern("a.z", "abz")).toBe(false);
    expect(fitsPattern("[a]", "a")).toBe(false);
    expect(actionCovers("S3:get*", "s3:GetObject")).toBe(true);
  });

  test.each([
    ["*a × 20", "*a".repeat(20), `${"a".repeat(2_000)}b`],
    ["*a × 1,000", "*a".repeat(1_000), `${"a".repeat(2_000)}b`],
    ["*? × 500", "*?".repeat(500), "a".repeat(2_000)],
    ["a long end that nearly fits", `*${"a".repeat(1_000)}b`, "a".repeat(2_000)],
    ["stars only", "*".repeat(2_000), "a".repeat(2_000)],
  ])("%s ends within 100 ms", (_, pattern, text) => {
    expect(time(() => fitsPattern(pattern, text))).toBeLessThan(100);
  });
});

describe("whether sets cover a pattern", () => {
  const whole = "b/*";
  test.each([
    [["b/*"]],
    [["*"]],
    [["b*"]],
    [["b?*"]],
    [["b/", "b/?*"]],
    [["b/", "b/?", "b/??*"]],
    [["b/**"]],
    [["b/*", "c"]],
  ])("%j cover it", (fits) => {
    expect(contains(fits, whole)).toBe(true);
  });

  test.each([
    [["b/a*"]],
    [["b/*/*"]],
    [["b/*t"]],
    [["b/?*"]],
    [["b"]],
    [[]],
    [[""]],
    [["b/a*", "b/b*", "b/c*"]],
    [["B/*"]],
    [["b/", "b/?", "b/???*"]],
    [["b/*a*", "b/*b*"]],
  ])("%j do not", (fits) => {
    expect(contains(fits, whole)).toBe(false);
  });

  test("all but some, and just those some, are all", () => {
    expect(everyTextOf(whole, [{ fitsNone: ["b/a*"] }, { fits: ["b/a*"] }])).toBe(true);
    expect(everyTextOf(whole, [{ fitsNone: ["b/a*"] }, { fits: ["b/ab*"] }])).toBe(false);
    expect(everyTextOf(whole, [{ fitsNone: ["b/a*"] }, { fitsNone: ["b/b*"] }])).toBe(true);
    expect(everyTextOf(whole, [{ fitsNone: ["b/a*"] }, { fitsNone: ["b/*b"] }])).toBe(false);
    expect(everyTextOf(whole, [{ fitsNone: ["c/*"] }])).toBe(true);
    expect(everyTextOf(whole, [{ fitsNone: ["*t"] }])).toBe(false);
    expect(everyTextOf(whole, [])).toBe(false);
  });

  test("agrees with a look at every short text", () => {
    const set: fc.Arbitrary<GlobSet> = fc.oneof(
      fc.array(glob(4), { maxLength: 2 }).map((fits) => ({ fits })),
      fc.array(glob(4), { maxLength: 2 }).map((fitsNone) => ({ fitsNone })),
    );
    fc.assert(
      fc.property(glob(4), fc.array(set, { maxLength: 3 }), (pattern, sets) => {
        const outside = texts.find((text) => naive(pattern, text) && !sets.some((one) => within(one, text)));
        expect({ pattern, sets, whole: everyTextOf(pattern, sets) }).toEqual({
          ...{ pattern, sets, whole: outside === undefined },
        });
      }),
      { numRuns: 300 },
    );
  });

  test("two patterns meet where a short text fits both", () => {
    fc.assert(
      fc.property(glob(4), glob(4), (one, other) => {
        const common = texts.some((text) => naive(one, text) && naive(other, text));
        expect({ one, other, meet: intersects(one, other) }).toEqual({ one, other, meet: common });
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, readonly GlobSet[]]>([
    ["*a × 20", [{ fits: ["*a".repeat(20)] }]],
    ["*a × 1,000", [{ fits: ["*a".repeat(1_000)] }]],
    ["a star and ? × 500", [{ fits: [`*a${"?".repeat(500)}`] }]],
    ["? × 500 and a star", [{ fits: [`b/${"?".repeat(500)}*`, "b/*"] }]],
    ["all but *a × 20", [{ fitsNone: ["*a".repeat(20)] }, { fits: ["b/*b"] }]],
    ["100 patterns", [{ fits: Array.from({ length: 100 }, (_, index) => `b/*${index}*`) }]],
  ])("%s is decided within a second", (_, sets) => {
    expect(time(() => everyTextOf(whole, sets))).toBeLessThan(1_000);
  });

  test("what would take too many states is not proven", () => {
    const doubling: readonly GlobSet[] = [{ fitsNone: [`*a${"?".repeat(40)}`] }, { fits: [`*a${"?".repeat(40)}`] }];
    expect(time(() => expect(everyTextOf(whole, doubling)).toBe(false))).toBeLessThan(2_000);
  });
});
