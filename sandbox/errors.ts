/**
 * An error that is the user's to mend: its message says what was given, where, and what to do. A command shows the
 * message alone; any other error is a fault of this project and keeps its stack trace.
 */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}
