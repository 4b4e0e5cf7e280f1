import { failureRemedy } from "../../../policies/framework/failure";
import { levelOf, type Outcome, type Settings } from "../../../policies/framework/run";
import type { Unseen } from "../unseen";

/**
 * The mandatory rules that cannot decide. In a preview the engine decides them in the course of the deployment; elsewhere
 * nobody will.
 */
export const undecided = (outcome: Outcome, settings: Settings, remedy = fromProgram): readonly Unseen[] =>
  outcome.unknown
    .filter(({ rule }) => levelOf(rule, settings) === "mandatory")
    .map(({ rule, resource, message }) => ({
      kind: "rule",
      cause: `${rule.id} cannot decide: ${message}.`,
      resource: resource.urn,
      remedy,
    }));

/** The rules that failed, mandatory or not: whoever reads the result would take their silence for a clean stack. */
export const failedIn = (outcome: Outcome): readonly Unseen[] =>
  outcome.failed.map(({ rule, resource, message }) => ({
    kind: "rule",
    cause: `${rule.id} failed: ${message}.`,
    ...(resource.urn === "" ? {} : { resource: resource.urn }),
    remedy: failureRemedy,
  }));

const fromProgram = "Make the value known: write it in the program, or give it in the file of --answers.";

/**
 * Those that cannot decide about a resource with values that a preview hides (`[secret]`): these do not become known by
 * the deployment. `hidden` are the URNs of such resources.
 */
export const hiddenFrom = (outcome: Outcome, settings: Settings, hidden: ReadonlySet<string>): readonly Unseen[] =>
  undecided(
    { ...outcome, unknown: outcome.unknown.filter(({ resource }) => hidden.has(resource.urn)) },
    settings,
    "The preview hides secrets. Check the program, or what is deployed: `pulumi stack export --show-secrets`.",
  );
