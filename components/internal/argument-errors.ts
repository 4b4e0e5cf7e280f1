import * as pulumi from "@pulumi/pulumi";
import { inRange, type Range, rangeText } from "./limits";

/** The component that an argument was given to. */
export interface Owner {
  readonly component: pulumi.ComponentResource;
  /** The component's logical name. */
  readonly name: string;
}

/**
 * An error that is thrown where a value becomes known, and whose message stays as it is: Pulumi would put the name of
 * each property before it that waits for the value.
 */
export const steady = <E extends Error>(error: E): E => {
  const { message } = error;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
};

/** Stops with what was given, where, and what is allowed. The engine shows it without a stack trace. */
export const refuse = (owner: Owner, argument: string, given: unknown, allowed: string): never => {
  const message = `${owner.name}: ${argument} is ${JSON.stringify(given)}; give ${allowed}.`;
  throw new pulumi.ResourceError(message, owner.component, true);
};

/** Refuses an argument unless it holds. */
export const check = (owner: Owner, holds: boolean, argument: string, given: unknown, allowed: string): void => {
  if (!holds) refuse(owner, argument, given, allowed);
};

/** Refuses a number that is not whole or not within the range. */
export const checkRange = (owner: Owner, argument: string, given: number, range: Range): void =>
  check(owner, inRange(given, range), argument, given, rangeText(range));

/** Refuses a component whose arguments contradict each other, with every problem at once. */
export const refuseAll = (owner: Owner, problems: readonly string[]): void => {
  if (problems.length === 0) return;
  const message = problems.map((problem) => `${owner.name}: ${problem}`).join("\n");
  throw new pulumi.ResourceError(message, owner.component, true);
};
