import { isFields } from "../../../policies/framework/fields";
import type { AssetValue, Properties } from "../../graph/evaluate";

/**
 * A resource's inputs as its handler reads them. It remembers what was read: an input that a handler overlooks would
 * be a setting that the sandbox silently does not have.
 */
export class Inputs {
  readonly #read = new Set<string>();
  readonly #below: Inputs[] = [];

  constructor(
    private readonly values: Properties,
    /** The resource, and the path of the property; for messages. */
    private readonly where: string,
  ) {}

  text(name: string): string {
    return this.#required(name, this.optionalText(name), "text");
  }

  optionalText(name: string): string | undefined {
    return this.#take(name, (value) => typeof value === "string", "text");
  }

  number(name: string): number {
    return this.#required(name, this.optionalNumber(name), "a number");
  }

  optionalNumber(name: string): number | undefined {
    return this.#take(name, (value) => typeof value === "number", "a number");
  }

  boolean(name: string): boolean {
    return this.#required(name, this.optionalBoolean(name), "true or false");
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#take(name, (value) => typeof value === "boolean", "true or false");
  }

  /** A list of texts; empty if absent. */
  texts(name: string): string[] {
    const isTexts = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === "string");
    return this.#take(name, isTexts, "a list of texts") ?? [];
  }

  /** A map of texts; empty if absent. */
  map(name: string): Record<string, string> {
    const isMap = (value: unknown): value is Record<string, string> =>
      isFields(value) && Object.values(value).every((item) => typeof item === "string");
    return this.#take(name, isMap, "a map of texts") ?? {};
  }

  object(name: string): Inputs {
    return this.#required(name, this.optionalObject(name), "an object");
  }

  optionalObject(name: string): Inputs | undefined {
    const value = this.#take(name, isFields, "an object");
    return value && this.#child(name, value);
  }

  /** A list of objects; empty if absent. */
  objects(name: string): Inputs[] {
    const isObjects = (value: unknown): value is Properties[] => Array.isArray(value) && value.every(isFields);
    const items = this.#take(name, isObjects, "a list of objects") ?? [];
    return items.map((item, index) => this.#child(`${name}[${index}]`, item));
  }

  asset(name: string): AssetValue {
    const isAsset = (value: unknown): value is AssetValue => isFields(value) && "asset" in value;
    return this.#required(name, this.#take(name, isAsset, "a file or an archive"), "a file or an archive");
  }

  /** Leaves an input out on purpose; the handler says why beside the call. */
  leaveOut(...names: string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** The inputs that nobody read, with their paths. */
  unread(): string[] {
    const own = Object.keys(this.values).filter(
      (name) => !this.#read.has(name) && (this.values[name] ?? undefined) !== undefined,
    );
    return [...own.map((name) => `${this.where}.${name}`), ...this.#below.flatMap((child) => child.unread())];
  }

  /** The input, if it is there; a value of another kind than its handler expects is an error. */
  #take<T>(name: string, is: (value: unknown) => value is T, expected: string): T | undefined {
    this.#read.add(name);
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw new Error(`${this.where}.${name} should be ${expected}`);
    return value;
  }

  #child(name: string, values: Properties): Inputs {
    const child = new Inputs(values, `${this.where}.${name}`);
    this.#below.push(child);
    return child;
  }

  #required<T>(name: string, value: T | undefined, expected: string): T {
    if (value === undefined) throw new Error(`${this.where}.${name} should be ${expected}`);
    return value;
  }
}
