/** Stands for a value that is decided only when the stack is deployed. */
export const notKnown: unique symbol = Symbol("not known yet");

/** Thrown by a reader for a value that is not known yet. The framework turns it into that verdict. */
export class NotKnownYet extends Error {
  constructor(readonly path: string) {
    super(`${path} is not known yet`);
  }
}

type Step = string | number;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** A blank text names nothing: no key, no destination, no account. */
const isBlank = (value: unknown): boolean => typeof value === "string" && value.trim() === "";

const present = (value: unknown): boolean => value !== undefined && value !== null && !isBlank(value);

const pathOf = (path: string, steps: readonly Step[]): string => [...(path ? [path] : []), ...steps].join(".");

const holdsUnknown = (value: unknown): boolean =>
  value === notKnown || (isObject(value) && Object.values(value).some(holdsUnknown));

/**
 * Reads properties of a resource. Every reader answers `undefined` (or nothing) for what is absent, and throws
 * {@link NotKnownYet} where a value on the way is not known: a check never takes the unknown for compliant.
 */
export class Values {
  constructor(
    private readonly value: unknown,
    private readonly path = "",
  ) {}

  /** What is at a path, as it is. */
  raw(...steps: readonly Step[]): unknown {
    const { value, known } = this.#follow(steps);
    if (value === notKnown) throw new NotKnownYet(pathOf(this.path, steps.slice(0, known)) || "the value");
    return value;
  }

  /** What is at a path, or `notKnown` if that or a value on the way is not known, and after how many steps that was. */
  #follow(steps: readonly Step[]): { readonly value: unknown; readonly known: number } {
    let value = this.value;
    let known = 0;
    for (const step of steps) {
      if (value === notKnown) break;
      if (!isObject(value)) return { value: undefined, known };
      // What every object inherits, such as `toString`, is no property of the program's.
      value = Object.hasOwn(value, step) ? value[step] : undefined;
      known++;
    }
    return { value, known };
  }

  /** What is at a path, all of it: throws if anything below is not known either. */
  whole(...steps: readonly Step[]): unknown {
    const value = this.raw(...steps);
    if (holdsUnknown(value)) throw new NotKnownYet(`a part of ${[this.path, ...steps].filter(Boolean).join(".")}`);
    return value;
  }

  at(...steps: readonly Step[]): Values {
    return new Values(this.raw(...steps), pathOf(this.path, steps));
  }

  /** Whether there is a value: a blank text is none. */
  has(...steps: readonly Step[]): boolean {
    return present(this.raw(...steps));
  }

  /** Whether a value, or its absence, is known. What lies below it may not be. */
  isKnown(...steps: readonly Step[]): boolean {
    return this.#follow(steps).value !== notKnown;
  }

  /** A text; undefined for a blank one. */
  text(...steps: readonly Step[]): string | undefined {
    const value = this.raw(...steps);
    return typeof value === "string" && !isBlank(value) ? value : undefined;
  }

  /** A boolean, which some properties take as text. */
  flag(...steps: readonly Step[]): boolean | undefined {
    const value = this.raw(...steps);
    return typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : undefined;
  }

  /** A number, which some properties take as text. */
  number(...steps: readonly Step[]): number | undefined {
    const value = this.raw(...steps);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
  }

  /** A number within these bounds, both included. Undefined for one outside, which AWS refuses or which limits nothing. */
  within([least, most]: readonly [least: number, most: number], ...steps: readonly Step[]): number | undefined {
    const number = this.number(...steps);
    return number !== undefined && number >= least && number <= most ? number : undefined;
  }

  /** One text or a list of texts, as a list. Blank ones are kept: as a prefix, an empty text fits everything. */
  texts(...steps: readonly Step[]): readonly string[] {
    return this.at(...steps)
      .#elements()
      .map((element) => element.raw())
      .filter((text) => typeof text === "string");
  }

  /** The elements of the first of these properties that is there; one object counts as a list of one. */
  many(...names: readonly string[]): readonly Values[] {
    const name = names.find((candidate) => this.has(candidate));
    return name === undefined ? [] : this.at(name).#elements();
  }

  /** The first element of {@link many}. */
  one(...names: readonly string[]): Values | undefined {
    return this.many(...names)[0];
  }

  /** The names of the properties. */
  keys(...steps: readonly Step[]): readonly string[] {
    const value = this.raw(...steps);
    return isObject(value) && !Array.isArray(value) ? Object.keys(value) : [];
  }

  #elements(): readonly Values[] {
    const value = this.raw();
    if (!present(value)) return [];
    if (!Array.isArray(value)) return [this];
    return value.map((element: unknown, index) => new Values(element, `${this.path}[${index}]`));
  }
}

/** A copy without the marks of whoever evaluated the program: `isUnknown` says what stands for the unknown there. */
export const plainValues = (value: unknown, isUnknown: (value: unknown) => boolean): unknown => {
  if (isUnknown(value)) return notKnown;
  if (Array.isArray(value)) return value.map((element: unknown) => plainValues(element, isUnknown));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValues(inner, isUnknown)]));
};
