import { styleText } from "node:util";

/** How wide a line may be: a narrow terminal's width. */
export const lineWidth = 80;

const quoteIndent = " ".repeat(5);

const columns = { number: 3, who: 10, time: 8 } as const;

/** What a step showed, in a few words, such as `403 AccessDenied`. */
export type Outcome = string;

/** A step that came out otherwise than it should. */
export class Unexpected extends Error {
  override readonly name = "Unexpected";
}

const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const paint = (style: "green" | "red" | "dim", text: string): string =>
  styleText(style, text, { stream: process.stdout });

/** One line of the demo's table: number, who, what, outcome, time. A long text is cut to fit. */
export const formatLine = (
  number: number,
  who: string,
  what: string,
  outcome: string,
  milliseconds: number,
): string => {
  const room = lineWidth - columns.number - columns.who - columns.time - 4;
  const text = outcome === "" ? what : `${what} → ${outcome}`;
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  const time = duration(milliseconds).padStart(columns.time);
  return `${String(number).padStart(columns.number)}  ${who.padEnd(columns.who)}${cut.padEnd(room)} ${time}`;
};

/** Runs steps one after the other, prints a line for each as it ends, and counts those that came out otherwise. */
export class Report {
  #number = 0;
  #failed = 0;
  readonly #began = performance.now();

  constructor(private readonly print: (line: string) => void) {}

  get failed(): number {
    return this.#failed;
  }

  /** A step that should succeed. Its result is what the work returns; the line shows `outcome` of it. */
  async step<T>(
    who: string,
    what: string,
    work: () => Promise<T>,
    outcome: (result: T) => Outcome = () => "",
  ): Promise<T> {
    const began = performance.now();
    this.#number += 1;
    try {
      const result = await work();
      this.print(formatLine(this.#number, who, what, outcome(result), performance.now() - began));
      return result;
    } catch (error) {
      this.#failed += 1;
      const message = error instanceof Error ? error.message : String(error);
      this.print(paint("red", formatLine(this.#number, who, what, "UNEXPECTED", performance.now() - began)));
      this.print(paint("red", `     ${message}`));
      throw new Unexpected(message, { cause: error });
    }
  }

  /** A step that should be refused; `attempt` gives the refusal in words, and throws if there was none. */
  async refusal(
    who: string,
    what: string,
    expected: Outcome | readonly Outcome[],
    attempt: () => Promise<Outcome>,
  ): Promise<void> {
    const right = typeof expected === "string" ? [expected] : expected;
    try {
      await this.step(
        who,
        what,
        async () => {
          const outcome = await attempt();
          if (!right.includes(outcome)) throw new Unexpected(`expected ${right.join(" or ")}, got ${outcome}`);
          return outcome;
        },
        (outcome) => outcome,
      );
    } catch (error) {
      // Counted and printed; the other refusals are still worth trying.
      if (!(error instanceof Unexpected)) throw error;
    }
  }

  /** A text that a step got, below its line. A word that is wider than the room stays whole, to be copied. */
  quote(text: string): void {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = lines.at(-1) ?? "";
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && longer.length > lineWidth - quoteIndent.length) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    for (const line of lines) this.print(paint("dim", `${quoteIndent}${line}`));
  }

  heading(text: string): void {
    this.print(`\n${paint("dim", text)}`);
  }

  /** The last line. */
  end(): void {
    const passed = this.#number - this.#failed;
    const total = duration(performance.now() - this.#began);
    const text = `${passed} of ${this.#number} steps came out as they should, in ${total}`;
    this.print(`\n${paint(this.#failed === 0 ? "green" : "red", text)}`);
  }
}
