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

/** Times `times` calls in milliseconds, sorted, after as many to warm up. */
const timesOf = async (times: number, work: () => Promise<unknown>): Promise<number[]> => {
  for (let warm = 0; warm < times; warm += 1) await work();
  const taken: number[] = [];
  for (let call = 0; call < times; call += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken.sort((a, b) => a - b);
};

export const timeEach = async (times: number, work: () => Promise<unknown>) => {
  const taken = await timesOf(times, work);
  return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) };
};

/** Calls a second, one after the other, by the median of batches. */
export const perSecond = async (times: number, work: (index: number) => Promise<unknown>): Promise<number> => {
  const batch = 50;
  const taken = await timesOf(times / batch, async () => {
    for (let index = 0; index < batch; index += 1) await work(index);
  });
  return (batch * 1000) / percentile(taken, 0.5);
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
