import * as v from "valibot";
import { ProgramError } from "../program-error";
import type { Unseen } from "../unseen";
import { partsOf, problemOf, type ResourceState, readResources, resourceState } from "./deployment";
import { unknownProviders } from "./providers";
import { readJson } from "./read-json";
import type { Source } from "./source";

/** The command that writes what {@link readPreview} reads. */
export const previewCommand = "pulumi preview --json --show-sames > preview.json";

const step = v.looseObject({
  op: v.string(),
  urn: v.string(),
  newState: v.optional(v.nullable(resourceState)),
});

/** pulumi/pulumi, `pkg/display/json.go` (`PreviewDigest`). */
const digest = v.looseObject({
  config: v.optional(v.nullable(v.record(v.string(), v.string()))),
  steps: v.optional(v.nullable(v.array(step))),
  diagnostics: v.optional(
    v.nullable(
      v.array(
        v.looseObject({
          urn: v.optional(v.string()),
          message: v.optional(v.string(), ""),
          severity: v.optional(v.string(), ""),
        }),
      ),
    ),
  ),
  changeSummary: v.optional(v.nullable(v.record(v.string(), v.number()))),
});

type Digest = v.InferOutput<typeof digest>;
type Step = v.InferOutput<typeof step>;

/** Steps after which the resource is there, and those after which it is not: pulumi/pulumi, `pkg/resource/deploy/step.go`. */
const kept = [
  "same",
  "create",
  "update",
  "replace",
  "create-replacement",
  "read",
  "read-replacement",
  "import",
  "import-replacement",
  "refresh",
];
const gone = ["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"];

const otherFile = (given: unknown): string => {
  const keys: readonly string[] = typeof given === "object" && given !== null ? Object.keys(given) : [];
  if (keys.includes("deployment") || keys.includes("checkpoint")) return "It is a state: give it with --state.";
  if (keys.includes("resourcePlans"))
    return `It is a plan of --save-plan: write a preview, with \`${previewCommand}\`.`;
  if (keys.includes("result") && keys.includes("summary"))
    return `It is the summary of --output json: write a preview, with \`${previewCommand}\`.`;
  return `Give the file that \`${previewCommand}\` wrote.`;
};

const parse = (file: string, given: unknown): Digest => {
  const known = ["steps", "changeSummary", "diagnostics"];
  const isDigest = typeof given === "object" && given !== null && known.some((key) => key in given);
  const parsed = v.safeParse(digest, given);
  if (!isDigest || ("result" in given && "summary" in given))
    throw new ProgramError(`${file} is no preview: it has no steps. ${otherFile(given)}`);
  if (!parsed.success)
    throw new ProgramError(`${file} is no preview: ${problemOf(parsed.issues)}. Write it with \`${previewCommand}\`.`);
  return parsed.output;
};

const countOf = (steps: readonly Step[], op: string): number => steps.filter((one) => one.op === op).length;

/** The unchanged resources that the file leaves out; without `--show-sames` the CLI shows none but the stack. */
const missingSames = (steps: readonly Step[], summary: Digest["changeSummary"]): Unseen[] => {
  const missing = (summary?.same ?? 0) - countOf(steps, "same");
  if (missing <= 0) return [];
  return [
    {
      kind: "source",
      cause: `${missing} unchanged ${missing === 1 ? "resource is" : "resources are"} not in the preview.`,
      remedy: `Write it with --show-sames: \`${previewCommand}\`.`,
    },
  ];
};

const unseenIn = ({ steps, diagnostics, changeSummary }: Digest): Unseen[] => [
  ...(diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(
      ({ urn, message }): Unseen => ({
        kind: "source",
        cause: `The preview failed, and what comes after is not in it: ${message.trim().split("\n")[0]}`,
        remedy: "Fix it, and write the preview again.",
        ...(urn === undefined || urn === "" ? {} : { resource: urn }),
      }),
    ),
  ...(changeSummary === undefined || changeSummary === null
    ? [
        {
          kind: "source" as const,
          cause: "The preview has no summary of its changes: it ended early, or changes nothing and shows nothing.",
          remedy: `Write it again: \`${previewCommand}\`.`,
        },
      ]
    : []),
  ...missingSames(steps ?? [], changeSummary),
  ...(steps ?? [])
    .filter(({ op, newState }) => !gone.includes(op) && (!kept.includes(op) || !newState) && op !== "refresh")
    .map(
      ({ op, urn }): Unseen => ({
        kind: "source",
        resource: urn,
        cause: `The preview does not show what it will be (${op}).`,
        remedy: `Write it again with a current Pulumi CLI: \`${previewCommand}\`.`,
      }),
    ),
];

/** What each resource will be: the state of its last step, if any step leaves it there. */
const statesIn = (steps: readonly Step[]): ResourceState[] => {
  const states = new Map<string, ResourceState>();
  const deleted = new Set(steps.filter(({ op }) => op === "delete" || op === "discard").map(({ urn }) => urn));
  for (const { op, urn, newState } of steps)
    if (kept.includes(op) && newState && !deleted.has(urn)) states.set(urn, newState);
  return [...states.values()];
};

/**
 * What a stack would be, as `pulumi preview --json` wrote it. What is decided by the deployment is not known, as in any
 * preview. Throws a `ProgramError` for another file.
 */
export const readPreview = (file: string): Source => {
  const read = parse(file, readJson(file, previewCommand));
  const states = statesIn(read.steps ?? []);
  const { resources, hidden, positions } = readResources(states, read.config?.["aws:region"]);
  const { project, stack } = partsOf(states[0]?.urn ?? "");
  return {
    graph: {
      project,
      stack,
      resources,
      outputs: {},
      unseen: [...unseenIn(read), ...unknownProviders(resources)],
      notes: (read.diagnostics ?? [])
        .filter(({ severity }) => severity === "warning")
        .map(({ message }) => message.trim()),
      unanswered: [],
    },
    hidden,
    positions,
    final: false,
  };
};
