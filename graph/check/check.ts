import type { PackResource } from "../../policies/framework/resource";
import { type Outcome, runRules, type Settings } from "../../policies/framework/run";
import type { StackIndex } from "../../policies/framework/stack-index";
import { rules } from "../../policies/rules";
import { isDescribed } from "../aws-values";
import { evaluate } from "../evaluate";
import { readStackFile } from "../stack-file";
import type { Unseen } from "../unseen";
import { graphIndex } from "./graph-index";
import { type Location, locator } from "./locate";
import { readSettings } from "./settings";
import { undecided } from "./undecided";

export interface CheckOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly directory: string;
  readonly stack: string;
  /** Whether to check what a preview of a new stack would know. */
  readonly preview?: boolean;
  /** The pack's configuration; `policy-config.json` of the folder if it is there. */
  readonly config?: string;
  /** `YYYY-MM-DD`: exceptions expire. */
  readonly today: string;
}

export interface Checked {
  readonly outcome: Outcome;
  readonly settings: Settings;
  readonly index: StackIndex;
  /** Resource types whose ids and ARNs are made up, and whose other outputs are missing. */
  readonly foreign: readonly string[];
  readonly locate: (resource: PackResource) => Location;
  /** What was not seen whole. A check with any of it is incomplete. */
  readonly unseen: readonly Unseen[];
}

/** Runs the policy pack over a program, without a cloud, credentials or the Pulumi CLI. */
export const check = async ({ directory, stack, preview = false, config, today }: CheckOptions): Promise<Checked> => {
  const settings = readSettings(rules, { directory, file: config, today });
  const { main } = readStackFile(directory, stack);
  const graph = await evaluate({ directory, stack, preview, foreign: true });
  const index = graphIndex(graph);
  const foreign = graph.resources.filter(
    ({ custom, type }) => custom && !preview && !type.startsWith("pulumi:providers:") && !isDescribed(type),
  );
  const outcome = runRules(rules, index, settings);
  return {
    foreign: [...new Set(foreign.map(({ type }) => type))].sort(),
    outcome,
    unseen: [...graph.unseen, ...(preview ? [] : undecided(outcome, settings))],
    settings,
    index,
    locate: locator(directory, main ?? "index.ts", index),
  };
};
