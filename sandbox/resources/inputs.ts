import type { AssetValue, Properties } from "../../graph/evaluate";

const isRecord = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
    const value = this.#take(name);
    return typeof value === "string" ? value : undefined;
  }

  number(name: string): number {
    return this.#required(name, this.optionalNumber(name), "a number");
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#take(name);
    return typeof value === "number" ? value : undefined;
  }

  boolean(name: string): boolean {
    return this.#required(name, this.optionalBoolean(name), "true or false");
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.#take(name);
    return typeof value === "boolean" ? value : undefined;
  }

  texts(name: string): string[] {
    const value = this.#take(name);
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** A map of texts. */
  map(name: string): Record<string, string> {
    const value = this.#take(name);
    return Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([key, text]) => [key, String(text)]));
  }

  object(name: string): Inputs {
    return this.#required(name, this.optionalObject(name), "an object");
  }

  optionalObject(name: string): Inputs | undefined {
    const value = this.#take(name);
    return isRecord(value) ? this.#child(name, value) : undefined;
  }

  objects(name: string): Inputs[] {
    const value = this.#take(name);
    return (Array.isArray(value) ? value : [])
      .filter(isRecord)
      .map((item, index) => this.#child(`${name}[${index}]`, item));
  }

  asset(name: string): AssetValue {
    const value = this.#take(name);
    const asset = isRecord(value) && "asset" in value ? (value as unknown as AssetValue) : undefined;
    return this.#required(name, asset, "a file or an archive");
  }

  /** Leaves an input out on purpose; the handler says why beside the call. */
  leaveOut(...names: string[]): void {
    for (const name of names) this.#take(name);
  }

  /** The inputs that nobody read, with their paths. */
  unread(): string[] {
    const own = Object.keys(this.values).filter((name) => !this.#read.has(name) && this.values[name] !== undefined);
    return [...own.map((name) => `${this.where}.${name}`), ...this.#below.flatMap((child) => child.unread())];
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.values[name];
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
