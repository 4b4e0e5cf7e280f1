import * as v from "valibot";
import { ProgramError } from "../program-error";
import type { Graph } from "../types";
import type { Unseen } from "../unseen";
import { partsOf, problemOf, type ResourceState, readResources, resourceState } from "./deployment";
import { unknownProviders } from "./providers";
import { readJson } from "./read-json";
import type { Source } from "./source";

/** The command that writes what {@link readState} reads. */
export const stateCommand = "pulumi stack export > state.json";

/** The deployments of these versions are of one form. Older CLIs wrote 1 and 2; `pulumi stack import` brings them up to date. */
const versions = [3, 4];

const deployment = v.looseObject({
  manifest: v.optional(
    v.looseObject({
      plugins: v.optional(
        v.nullable(v.array(v.looseObject({ name: v.string(), version: v.optional(v.string(), "") }))),
      ),
    }),
  ),
  resources: v.optional(v.nullable(v.array(resourceState))),
  pending_operations: v.optional(v.nullable(v.array(v.looseObject({ type: v.string(), resource: resourceState })))),
  metadata: v.optional(v.looseObject({ integrity_error: v.optional(v.nullable(v.looseObject({}))) })),
});

/** `pulumi stack export`, and the checkpoint file of a self-managed backend, which wraps the same. */
const exported = v.union([
  v.looseObject({ version: v.number(), deployment: v.unknown() }),
  v.looseObject({ version: v.number(), checkpoint: v.looseObject({ latest: v.unknown() }) }),
]);

type Deployment = v.InferOutput<typeof deployment>;

const unwrap = (file: string, given: unknown): Deployment => {
  const outer = v.safeParse(exported, given);
  if (!outer.success) {
    const hint =
      typeof given === "object" && given !== null && ("steps" in given || "changeSummary" in given)
        ? "It is a preview: give it with --preview-json."
        : `Give the file that \`${stateCommand}\` wrote.`;
    throw new ProgramError(`${file} is no exported state: it has no version and deployment. ${hint}`);
  }
  const { version } = outer.output;
  if (!versions.includes(version))
    throw new ProgramError(
      `${file} is a state of version ${version}; versions ${versions.join(" and ")} are read. ` +
        `Run \`pulumi refresh\` with a current Pulumi CLI, and export it again: \`${stateCommand}\`.`,
    );
  const inner = "deployment" in outer.output ? outer.output.deployment : outer.output.checkpoint.latest;
  const parsed = v.safeParse(deployment, inner);
  if (!parsed.success)
    throw new ProgramError(
      `${file} is no exported state: ${problemOf(parsed.issues)}. Write it with \`${stateCommand}\`.`,
    );
  return parsed.output;
};

const again = `Run \`pulumi up\` or \`pulumi refresh\`, and export it again: \`${stateCommand}\`.`;

/** What a state says of resources that are not what it says, or of which it says too little. */
const unseenIn = ({ resources, pending_operations: pending, metadata }: Deployment): Unseen[] => {
  const of = ({ urn }: ResourceState, cause: string): Unseen => ({
    kind: "source",
    resource: urn,
    cause,
    remedy: again,
  });
  const unseen: Unseen[] = (pending ?? []).map(({ type, resource }) =>
    of(resource, `An operation on it (${type}) was interrupted: the state does not say how it ended.`),
  );
  for (const resource of resources ?? []) {
    if (resource.delete) unseen.push(of(resource, "An old copy of it waits for its deletion, and may still exist."));
    else if (resource.pendingReplacement)
      unseen.push(of(resource, "It was deleted to be replaced, and is not made yet."));
    else if ((resource.initErrors ?? []).length > 0)
      unseen.push(of(resource, `It was not made whole: ${resource.initErrors?.[0]}.`));
  }
  if (metadata?.integrity_error)
    unseen.push({ kind: "source", cause: "The state is marked as damaged.", remedy: "Run `pulumi state repair`." });
  return unseen;
};

/**
 * What is deployed, as `pulumi stack export` wrote it (pulumi/pulumi, `sdk/go/common/apitype/deployments.json`). Rules read
 * each resource's inputs, that is what the program said in the last deployment. Throws a `ProgramError` for another file.
 */
export const readState = (file: string): Source => {
  const read = unwrap(file, readJson(file, stateCommand));
  const states = (read.resources ?? []).filter((state) => !state.delete && !state.pendingReplacement);
  const { resources, hidden, positions } = readResources(states, undefined);
  const plugins = (read.manifest?.plugins ?? []).filter(({ name }) => name === "aws").map(({ version }) => version);
  const { project, stack } = partsOf(states[0]?.urn ?? "");
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const graph: Graph = {
    project,
    stack,
    resources,
    outputs: root?.outputs ?? {},
    unseen: [...unseenIn(read), ...unknownProviders(resources, plugins)],
    notes: [],
    unanswered: [],
  };
  return { graph, hidden, positions, final: true };
};
