import type { Question } from "./types";

/** A failure that is told to the user as it is, without a stack trace. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  /** What the program had asked for by then, and nobody could answer. */
  readonly unanswered: readonly Question[];

  constructor(message: string, options: ErrorOptions & { readonly unanswered?: readonly Question[] } = {}) {
    super(message, options);
    this.unanswered = options.unanswered ?? [];
  }
}
