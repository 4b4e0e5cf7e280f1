/** What kind of thing was not seen. */
export type UnseenKind =
  /** A provider function whose answer is not known here. */
  | "provider-function"
  /** An existing resource that the program reads (`Bucket.get`). */
  | "read"
  /** Another stack's outputs. */
  | "stack-reference"
  /** A component that runs in a provider, so that its children are not registered here. */
  | "remote-component"
  /** The program itself: it registers nothing, or something in it was not run. */
  | "program"
  /** Two resources that stand for one thing at AWS, or one whose settings the provider refuses. */
  | "resource"
  /** A file that stands for the program (a state, a preview) and lacks something. */
  | "source"
  /** A mandatory rule that cannot decide, or a rule that failed. */
  | "rule";

/**
 * Something that a check could not see whole, and therefore must not call clean. Each field is a sentence of plain text
 * with its full stop.
 */
export interface Unseen {
  readonly kind: UnseenKind;
  /** What was not seen, and why. */
  readonly cause: string;
  /** The URN, or the name, of what it concerns; absent if it is the program as a whole. */
  readonly resource?: string;
  /** What to do, so that it is seen. */
  readonly remedy: string;
}

/** One line for people and for reports. */
export const unseenText = ({ cause, resource, remedy }: Unseen): string =>
  [resource === undefined ? cause : `${resource}: ${cause}`, remedy].join(" ");
