import { levelOf, type Outcome, type Settings } from "../../policies/framework/run";
import type { Unseen } from "../unseen";

/**
 * The mandatory rules that cannot decide. In a preview the engine decides them in the course of the deployment; elsewhere
 * nobody will.
 */
export const undecided = (outcome: Outcome, settings: Settings): readonly Unseen[] =>
  outcome.unknown
    .filter(({ rule }) => levelOf(rule, settings) === "mandatory")
    .map(({ rule, resource, message }) => ({
      kind: "rule",
      cause: `${rule.id} cannot decide: ${message}.`,
      resource: resource.urn,
      remedy: "Make the value known: write it in the program, or give it in the file of --answers.",
    }));
