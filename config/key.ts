import * as v from "valibot";
import { type Range, rangeText } from "../components/internal/limits";

/** One key of `Pulumi.<stack>.yaml`: what it means, what it allows, and an example. docs/configuration.md shows it. */
export interface Key<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  /** What it decides, as a sentence. */
  readonly meaning: string;
  /** What is allowed, with limits. */
  readonly allowed: string;
  /** The unit of its figures. */
  readonly unit?: string;
  /** The lines for the YAML file, indented as below `config:`. */
  readonly example: string;
  /** Used where the key is absent; a key without a default must be given. */
  readonly byDefault?: () => T;
  /** The default as text, where its value does not say it. */
  readonly defaultText?: string;
}

export const key = <T>(key: Key<T>): Key<T> => key;

export const matching = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));

export const whole = ({ least, most }: Range) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** A key that is one whole number. */
export const figure = (
  range: Range,
  {
    what,
    byDefault,
    ...rest
  }: { what: string; meaning: string; unit: string; example: string; byDefault: () => number },
): Key<number> => key<number>({ ...rest, schema: whole(range), allowed: `${what}, ${rangeText(range)}`, byDefault });
