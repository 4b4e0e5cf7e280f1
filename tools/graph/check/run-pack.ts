import type { PackResource } from "../../../policies/framework/resource";
import { type Outcome, runRules, type Settings } from "../../../policies/framework/run";
import type { StackIndex } from "../../../policies/framework/stack-index";
import { rules } from "../../../policies/rules";
import { noAnswers, readAnswers, recordAnswers } from "../answers/answers-file";
import { graphAccount, isDescribed } from "../aws-values";
import { evaluate, ProgramError } from "../evaluate";
import { mainFile, readProject } from "../program/project";
import { readPreview } from "../sources/preview";
import type { Source } from "../sources/source";
import { readState } from "../sources/state";
import type { Graph, Question } from "../types";
import type { Unseen } from "../unseen";
import { graphIndex } from "./graph-index";
import { type Location, locator, positionLocator } from "./locate";
import { limitsOf, otherProviders } from "./not-judged";
import { readSettings } from "./policy-settings";
import { failedIn, hiddenFrom, undecided } from "./undecided";

export interface CheckOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly directory: string;
  readonly stack: string;
  /** Whether to check what a preview of a new stack would know. */
  readonly preview?: boolean;
  /** The file that `pulumi stack export` wrote, to check in place of a program; `-` is standard input. */
  readonly state?: string;
  /** The file that `pulumi preview --json` wrote, likewise. */
  readonly previewJson?: string;
  /** The pack's configuration; `policy-config.json` of the folder if it is there. */
  readonly config?: string;
  /** Whether to refuse wide exceptions and weakened rules, whatever the configuration says. */
  readonly refuseWide?: boolean;
  /** `YYYY-MM-DD`: exceptions expire. */
  readonly today: string;
  /** A file of what only AWS, another stack or Pulumi's service could tell. */
  readonly answers?: string;
  /** Where to write a template of what could not be answered. */
  readonly recordAnswers?: string;
  /** Seconds after which the program is stopped. */
  readonly timeout?: number;
  /** The Pulumi organisation. */
  readonly organization?: string;
}

export interface Checked {
  readonly outcome: Outcome;
  readonly settings: Settings;
  readonly index: StackIndex;
  /** Resources of other providers, which no rule is about: `random: 3 resources`. */
  readonly others: readonly string[];
  /** Resource types whose ids and ARNs are made up, and whose other outputs are missing. */
  readonly foreign: readonly string[];
  readonly locate: (resource: PackResource) => Location;
  /** What was not seen whole. A check with any of it is incomplete. */
  readonly unseen: readonly Unseen[];
  /** What the evaluation had to assume. */
  readonly notes: readonly string[];
}

/** Runs the rules over a graph. `account` is that of resources whose provider does not tell, if it is known. */
export const judge = (
  graph: Graph,
  settings: Settings,
  account = "",
): Pick<Checked, "index" | "outcome" | "settings" | "others" | "unseen"> => {
  const index = graphIndex(graph, account);
  const outcome = runRules(rules, index, settings);
  return {
    index,
    outcome,
    settings,
    others: otherProviders(graph),
    unseen: [...graph.unseen, ...limitsOf(graph), ...failedIn(outcome)],
  };
};

/** Runs the policy pack over a program, without a cloud, credentials or the Pulumi CLI. */
const checkProgram = async (options: CheckOptions, settings: Settings): Promise<Checked> => {
  const { directory, stack, preview = false, timeout, organization } = options;
  const answers = options.answers === undefined ? noAnswers : readAnswers(options.answers);
  const record = (questions: readonly Question[]) => {
    if (options.recordAnswers !== undefined) recordAnswers(options.recordAnswers, answers, questions);
  };
  const graph = await evaluate({
    ...{ directory, stack, preview, foreign: true, answers, secrets: answers.secrets },
    ...(timeout === undefined ? {} : { timeout }),
    ...(organization === undefined ? {} : { organization }),
  }).catch((error: unknown) => {
    if (error instanceof ProgramError) record(error.unanswered);
    throw error;
  });
  record(graph.unanswered);
  const judged = judge(graph, settings, graphAccount);
  const foreign = graph.resources.filter(
    ({ custom, external, type }) =>
      custom && !external && !preview && !type.startsWith("pulumi:providers:") && !isDescribed(type),
  );
  return {
    ...judged,
    foreign: [...new Set(foreign.map(({ type }) => type))].sort(),
    unseen: [...judged.unseen, ...(preview ? [] : undecided(judged.outcome, settings))],
    notes: graph.notes,
    locate: locator(directory, mainFile(readProject(directory)), graph, judged.index),
  };
};

/** Runs the policy pack over what Pulumi's CLI wrote about a stack, whatever the language of its program. */
const checkSource = (file: string, { graph, hidden, positions, final }: Source, settings: Settings): Checked => {
  const judged = judge(graph, settings);
  const open = final ? undecided(judged.outcome, settings, fromFile) : hiddenFrom(judged.outcome, settings, hidden);
  return {
    ...judged,
    foreign: [],
    notes: graph.notes,
    unseen: [...judged.unseen, ...open],
    locate: positionLocator(file, positions, judged.index),
  };
};

const fromFile = "Export it with the values in the clear: `pulumi stack export --show-secrets`.";

/** Runs the policy pack. Throws a `ProgramError` for what the user can correct. */
export const check = async (options: CheckOptions): Promise<Checked> => {
  const { directory, config, today, state, previewJson } = options;
  if (state !== undefined && previewJson !== undefined)
    throw new ProgramError("Give one of --state and --preview-json, not both.");
  const read = readSettings(rules, { directory, file: config, today });
  const settings = options.refuseWide ? { ...read, refuseWide: true } : read;
  if (state !== undefined) return checkSource(state, readState(state), settings);
  if (previewJson !== undefined) return checkSource(previewJson, readPreview(previewJson), settings);
  return checkProgram(options, settings);
};
