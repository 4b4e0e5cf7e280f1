import { ProgramError } from "../../../graph/program-error";

/** A filter pattern that CloudWatch Logs would not take, with the place of the mistake. */
export class FilterPatternError extends ProgramError {
  constructor(
    readonly pattern: string,
    /** Of the first character that does not fit, from zero. */
    readonly position: number,
    readonly reason: string,
  ) {
    super(`Filter pattern, character ${position + 1}: ${reason}\n  ${pattern}\n  ${" ".repeat(position)}^`);
  }
}

/** Reads a pattern from left to right. */
export class Scanner {
  position = 0;

  constructor(readonly pattern: string) {}

  /** What follows, if it has this form; reads it. */
  take(form: RegExp): string | undefined {
    const sticky = new RegExp(form.source, `${form.flags}y`);
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.pattern)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** The same after any white space. */
  token(form: RegExp): string | undefined {
    this.space();
    return this.take(form);
  }

  space(): void {
    this.take(/\s*/);
  }

  expect(form: RegExp, what: string): string {
    return this.token(form) ?? this.fail(`${what} is expected`);
  }

  /** Whether only white space is left. */
  atEnd(): boolean {
    this.space();
    return this.position === this.pattern.length;
  }

  fail(reason: string, position = this.position): never {
    throw new FilterPatternError(this.pattern, position, reason);
  }
}
