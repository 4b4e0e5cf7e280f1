import { Monitor, tagsOf } from "./engine/monitor";
import { type Said, serveEngine } from "./engine/serve";
import { lacksPlace, programMessage } from "./program/failure";
import { launch } from "./program/launch";
import { type Project, readProject } from "./program/project";
import { findSdk, resultNamesIn } from "./program/sdk";
import { readStackConfig } from "./program/stack-config";
import { ProgramError } from "./program-error";
import { refusals } from "./provider/refusals";
import type { Backend, Graph, RunOptions } from "./types";
import type { Unseen } from "./unseen";

/** Where AWS's provider is if nobody says. */
const assumedRegion = "us-east-1";

const defaultTimeout = 120;

/** Milliseconds in which a program that has failed may say more. */
const graceAfterError = 3000;

type MakeBackend = (region: string) => Backend;

/**
 * Runs the unmodified program once on a backend: serves Pulumi's engine protocol, and starts the program as Pulumi's
 * language host does. Throws a `ProgramError` for what is the user's to mend.
 */
export const runProgram = async (
  options: RunOptions,
  backendFor: MakeBackend,
  signal?: AbortSignal,
): Promise<Graph> => {
  const attempt = await attemptProgram(options, backendFor, {
    traces: process.env.COFFER_STACK_TRACES === "1",
    signal,
  });
  if ("graph" in attempt) return attempt.graph;
  // The place of an error is in its stack trace, which costs too much to have it always. A deployment is not run twice.
  const again = attempt.lacksPlace && !options.update && !signal?.aborted;
  const told = again ? await attemptProgram(options, backendFor, { traces: true, signal }) : attempt;
  throw "error" in told ? told.error : attempt.error;
};

type Attempt = { readonly graph: Graph } | { readonly error: unknown; readonly lacksPlace: boolean };

const attemptProgram = async (
  options: RunOptions,
  backendFor: MakeBackend,
  { traces, signal }: { readonly traces: boolean; readonly signal: AbortSignal | undefined },
): Promise<Attempt> => {
  const { preview = false, update = false, timeout = defaultTimeout } = options;
  const project = readProject(options.directory);
  const stack = readStackConfig(project, options.stack, options.secrets);
  const sdk = findSdk(project.workingDirectory);
  const region = stack.config["aws:region"] ?? assumedRegion;
  const monitor = new Monitor(
    {
      ...{ project: project.name, stack: stack.stack, region, preview, update, directory: project.directory },
      defaultTags: tagsOf(stack.config["aws:defaultTags"]),
      resultNames: resultNamesIn(sdk),
    },
    backendFor(region),
  );
  const said: Said[] = [];
  const failures: unknown[] = [];
  const stop = new AbortController();
  const engine = await serveEngine(monitor, {
    onSaid: (one) => {
      said.push(one);
      // It has failed. An exported function that throws leaves a program that never ends: no need to wait for that.
      if (one.level === "error") setTimeout(() => stop.abort(), graceAfterError).unref();
    },
    onFailure: (error) => {
      failures.push(error);
      stop.abort();
    },
  });
  try {
    const ended = await launch({
      ...{ project, stack, sdk, address: engine.address, traces, timeout },
      organization: options.organization ?? stack.organization ?? "organization",
      dryRun: !update,
      signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
    });
    if (failures.length > 0) return { error: failures[0], lacksPlace: false };
    const errors = said.filter(({ level }) => level === "error").map(({ text }) => text);
    const notes = [
      ...stack.notes,
      ...regionNotes(stack.config, monitor),
      ...said.filter(({ level }) => level === "warning").map(({ text }) => text),
    ];
    if (ended.timedOut) return { error: hung(project, timeout, notes), lacksPlace: false };
    if (errors.length > 0 || ended.status !== 0)
      return {
        error: failed(project, errors.length > 0 ? errors : [unlogged(ended)], notes, monitor),
        lacksPlace: errors.some(lacksPlace),
      };
    const resources = [...monitor.resources.values()];
    return {
      graph: {
        project: project.name,
        stack: stack.stack,
        resources,
        outputs: monitor.outputs ?? {},
        unseen: [...monitor.unseen, ...refusals({ resources }), ...unfinished(project, monitor)],
        notes,
        unanswered: monitor.unanswered,
      },
    };
  } finally {
    engine.stop();
  }
};

const hung = ({ directory }: Project, timeout: number, notes: readonly string[]): ProgramError =>
  new ProgramError(
    [
      `The program in ${directory} did not end within ${timeout} s, and was stopped. Look for what keeps it alive (a timer, a server, a promise that is never kept), or give it longer with --timeout.`,
      ...notes,
    ].join("\n"),
  );

/** An end without a word from the runtime, such as a syntax error in what Node.js loads first. */
const unlogged = ({
  status,
  printed,
}: {
  readonly status: number | NodeJS.Signals;
  readonly printed: string;
}): string => (printed.trim() === "" ? `It ended with ${status}, and said nothing.` : printed.trim());

const failed = (
  project: Project,
  errors: readonly string[],
  notes: readonly string[],
  { unanswered }: Pick<Monitor, "unanswered">,
): ProgramError => {
  const messages = [...new Set(errors.map((text) => programMessage(text, project.directory)))];
  const hint =
    unanswered.length === 0
      ? []
      : [
          "It asks for what only AWS can answer; --record-answers answers.json writes down what, for --answers answers.json.",
        ];
  const text = [...notes, `The program in ${project.directory} failed:`, ...messages, ...hint].join("\n");
  return new ProgramError(text, { unanswered });
};

const regionNotes = (config: Readonly<Record<string, string>>, { resources }: Pick<Monitor, "resources">): string[] => {
  const assumed =
    config["aws:region"] === undefined &&
    [...resources.values()].some(
      ({ type, provider, inputs }) => type.startsWith("aws:") && provider === "" && inputs.region === undefined,
    );
  return assumed
    ? [`aws:region is not set: ${assumedRegion} is assumed. Set it: 'pulumi config set aws:region REGION'.`]
    : [];
};

/** What a program may do to be seen in part, and still end well. */
const unfinished = ({ file }: Project, { outputs, resources }: Pick<Monitor, "outputs" | "resources">): Unseen[] => {
  if (outputs === undefined)
    return [
      {
        kind: "program",
        cause: "The program ended itself (process.exit) before all of it had run.",
        remedy: "Let it run to its end.",
      },
    ];
  const registered = [...resources.values()].filter(
    ({ type, external }) => type !== "pulumi:pulumi:Stack" && !external,
  );
  return registered.length > 0
    ? []
    : [
        {
          kind: "program",
          cause: "The program registers nothing but the stack.",
          remedy: `See that ${file} names the right program: without 'main', what the nearest package.json exports is run.`,
        },
      ];
};
