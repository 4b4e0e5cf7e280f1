import * as fc from "fast-check";
import { limits } from "../../components/internal/limits";
import { partCount, partSizeFor, partsOf } from "../../functions/api/part-plan";

const MiB = 1_048_576;
const GiB = 1_073_741_824;
const TiB = 1_099_511_627_776;
const largest = 5_368_709_120_000;

const sizesOf = (size: number) => partsOf(size, partSizeFor(size) ?? Number.NaN).map((part) => part.size);

test("up to 16 MiB, one PUT does", () => {
  expect(partSizeFor(0)).toBeUndefined();
  expect(partSizeFor(1)).toBeUndefined();
  expect(partSizeFor(16_777_216)).toBeUndefined();
});

test("one byte more goes up in parts of 8 MiB", () => {
  expect(sizesOf(16_777_217)).toEqual([8_388_608, 8_388_608, 1]);
});

test("20 MiB go up as 8, 8 and 4 MiB, numbered from 1", () => {
  expect(partsOf(20_971_520, 8_388_608)).toEqual([
    { partNumber: 1, size: 8_388_608 },
    { partNumber: 2, size: 8_388_608 },
    { partNumber: 3, size: 4_194_304 },
  ]);
});

test("a size that the part divides leaves no empty part behind", () => {
  expect(sizesOf(25_165_824)).toEqual([8_388_608, 8_388_608, 8_388_608]);
});

test("parts grow once 1,000 of 8 MiB are not enough", () => {
  expect(partSizeFor(8000 * MiB)).toBe(8_388_608);
  expect(partSizeFor(8000 * MiB + 1)).toBe(9_437_184);
  // 888 parts of 9 MiB are 7,992 MiB.
  expect(sizesOf(8000 * MiB + 1)).toHaveLength(889);
  expect(sizesOf(8000 * MiB + 1).at(-1)).toBe(8_388_609);
});

test("1 TiB goes up as 999 parts of 1,049 MiB and one of 625 MiB", () => {
  const sizes = sizesOf(TiB);
  expect(sizes).toHaveLength(1000);
  expect(new Set(sizes.slice(0, -1))).toEqual(new Set([1_099_956_224]));
  expect(sizes.at(-1)).toBe(655_360_000);
});

test.each([
  [0, 1],
  [1, 1],
  [16_777_216, 1],
  [16_777_217, 3],
  [20_971_520, 3],
  [25_165_824, 3],
  [25_165_825, 4],
  [8_388_608_000, 1000],
  [8_388_608_001, 889],
  [largest, 1000],
])("%i bytes take %i requests", (size, count) => {
  expect(partCount(size)).toBe(count);
});

test("the largest object that a stack may allow goes up as 1,000 parts of 5 GiB, S3's most", () => {
  expect(limits.largestObject.most).toBe(largest);
  expect(new Set(sizesOf(largest))).toEqual(new Set([5_368_709_120]));
  expect(partSizeFor(largest + 1)).toBeGreaterThan(5 * GiB);
});

test("any size up to the largest makes parts that S3 takes: at most 1,000, equal but for the last, 5 MiB to 5 GiB", () => {
  const nearEdges = fc.tuple(fc.integer({ min: 3, max: 1_048_575 }), fc.integer({ min: -2, max: 2 }));
  const size = fc.oneof(
    fc.integer({ min: 16 * MiB + 1, max: TiB }),
    fc.integer({ min: TiB, max: largest }),
    nearEdges.map(([count, by]) => count * 8 * MiB + by).filter((bytes) => bytes > 16 * MiB && bytes <= TiB),
  );
  fc.assert(
    fc.property(size, (bytes) => {
      const parts = partsOf(bytes, partSizeFor(bytes) ?? Number.NaN);
      const [first] = parts;
      const full = parts.slice(0, -1);
      expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(bytes);
      expect(parts.length).toBeLessThanOrEqual(1000);
      expect(partCount(bytes)).toBe(parts.length);
      expect(full.every((part) => part.size === first?.size)).toBe(true);
      expect(first?.size).toBeGreaterThanOrEqual(5 * MiB);
      expect(first?.size).toBeLessThanOrEqual(5 * GiB);
      expect(parts.at(-1)?.size).toBeGreaterThan(0);
      expect(parts.at(-1)?.partNumber).toBe(parts.length);
    }),
    { numRuns: 300 },
  );
});
