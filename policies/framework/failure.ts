import { type PackResource, packResource } from "./resource";
import type { Finding, Rule } from "./rule";

/** Stands where a rule fails before it looks at any resource. */
const nowhere = packResource({ urn: "", token: "pulumi:pulumi:Stack", name: "the stack", inputs: {} });

/** What a rule threw, as a finding: on one line, with no stack. */
export const failure = (rule: Rule, error: unknown, resource: PackResource = nowhere): Finding => {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { rule, resource, message: said.replace(/\s+/g, " ").trim(), verdict: "failed" };
};

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
