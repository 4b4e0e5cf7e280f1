/** A failure that is told to the user as it is, without a stack trace. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}
