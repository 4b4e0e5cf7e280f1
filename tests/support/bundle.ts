import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Graph } from "../../tools/graph/evaluate";
import { nodeForBundles } from "./deployed-node";

/** A Lambda function's code as it would be deployed. */
export interface Bundle {
  /** The function's logical name. */
  readonly name: string;
  readonly text: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: unknown;
  readonly environment: Readonly<Record<string, string>>;
}

interface FunctionInputs {
  readonly code: { readonly files: Readonly<Record<string, { readonly text: string }>> };
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

/** The bundles of a graph, by name. */
export const bundlesOf = ({ resources }: Graph): Bundle[] =>
  resources
    .filter(({ type }) => type === "aws:lambda/function:Function")
    .map(({ name, inputs }) => {
      const { code, environment } = inputs as unknown as FunctionInputs;
      return {
        name,
        text: code.files["index.js"]?.text ?? "",
        runtime: inputs.runtime,
        environment: environment.variables,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export interface BundleRun {
  readonly answer?: { readonly statusCode: number; readonly headers: object; readonly body: string };
  /** The lines that the function logged, each of which is JSON. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The hosts beyond this machine that it tried to reach; it reached none. */
  readonly network: readonly string[];
}

// Every connection of Node.js, fetch's too, is made by a Socket's `connect`, and asks for a name by `dns.lookup`.
// What the function logs comes on standard output, or on standard error for warnings and errors; the last line is ours.
const guarded = `
const network = [];
const { connect } = require("node:net").Socket.prototype;
require("node:net").Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options.host === "127.0.0.1") return connect.apply(this, given);
  network.push(options.host);
  throw new Error("there is no network here");
};
const [, file, event] = process.argv;
require(file).handler(JSON.parse(event)).then((answer) => {
  process.stdout.write(JSON.stringify({ answer, network }), () => process.exit());
});
`;

/** Runs a bundle in a bare process of the Node.js that it is deployed on, which has this environment, and nothing else. */
export const runBundle = async (
  file: string,
  event: object,
  environment: Readonly<Record<string, string>>,
): Promise<BundleRun> => {
  const options = { env: { ...environment }, cwd: "/" };
  const child = await promisify(execFile)(nodeForBundles(), ["-e", guarded, file, JSON.stringify(event)], options);
  const lines = child.stdout.split("\n");
  const last = JSON.parse(lines.pop() ?? "") as Omit<BundleRun, "log">;
  const logged = [...lines, ...child.stderr.split("\n")].filter((line) => line !== "");
  return { ...last, log: logged.map((line) => JSON.parse(line) as Record<string, unknown>) };
};
