import type { PackResource } from "./resource";
import { type Finding, failure, type Rule } from "./rule";

/** Runs a rule. If it fails, that is what it finds: the other rules' findings are not lost, and nothing is taken for clean. */
export const attempt = (rule: Rule, run: () => readonly Finding[], resource?: PackResource): readonly Finding[] => {
  try {
    return run();
  } catch (error) {
    return [failure(rule, error, resource)];
  }
};

/** What to do about a rule that failed. */
export const failureRemedy =
  "The rule is at fault, or its parameters are: report it. Nothing that it would have found there is known.";
