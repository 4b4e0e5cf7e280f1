import { performance } from "node:perf_hooks";

/** A figure beside what it must reach. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Absent where the figure is there to be compared with. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

/** The value below which this part of the sorted values lies, by the nearest rank. */
const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;

/** Rounds of each measurement. The best one counts: what else the machine does can only make a round slower. */
const rounds = 5;

const inRounds = async <T>(round: () => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let index = 0; index < rounds; index += 1) results.push(await round());
  return results;
};

/** Times each of `times` calls in milliseconds, after as many to warm up. */
export const timeEach = async (times: number, work: () => Promise<unknown>) => {
  for (let warm = 0; warm < times; warm += 1) await work();
  const results = await inRounds(async () => {
    const taken: number[] = [];
    for (let index = 0; index < times; index += 1) {
      const began = performance.now();
      await work();
      taken.push(performance.now() - began);
    }
    taken.sort((a, b) => a - b);
    return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) };
  });
  return { p50: Math.min(...results.map(({ p50 }) => p50)), p99: Math.min(...results.map(({ p99 }) => p99)) };
};

/** Calls a second, one after the other. */
export const perSecond = async (times: number, work: (index: number) => Promise<unknown>): Promise<number> => {
  const results = await inRounds(async () => {
    const began = performance.now();
    for (let index = 0; index < times; index += 1) await work(index);
    return (times * 1000) / (performance.now() - began);
  });
  return Math.max(...results);
};

const reached = ({ value, target }: Figure): boolean =>
  target === undefined || ("atLeast" in target ? value >= target.atLeast : value <= target.atMost);

const shown = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 2 : 0 });

const against = (target: Figure["target"]): string => {
  if (target === undefined) return "";
  return "atLeast" in target ? `>= ${shown(target.atLeast)}` : `<= ${shown(target.atMost)}`;
};

/** Prints the figures as a table. Tells whether each reached its target. */
export const printFigures = (figures: readonly Figure[]): boolean => {
  for (const figure of figures) {
    const { what, value, unit, target } = figure;
    const verdict = target === undefined ? "" : reached(figure) ? "ok" : "MISSED";
    console.log(
      `${what.padEnd(58)}${shown(value).padStart(10)} ${unit.padEnd(10)}${against(target).padEnd(12)}${verdict}`,
    );
  }
  return figures.every(reached);
};
