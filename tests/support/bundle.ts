import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Graph } from "../../graph/evaluate";

/** A Lambda function's code as it would be deployed. */
export interface Bundle {
  /** The function's logical name. */
  readonly name: string;
  readonly text: string;
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
      return { name, text: code.files["index.js"]?.text ?? "", environment: environment.variables };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export interface BundleRun {
  readonly answer?: { readonly statusCode: number; readonly headers: object; readonly body: string };
  /** The lines that the function logged. */
  readonly log: readonly object[];
  /** The hosts beyond this machine that it tried to reach; it reached none. */
  readonly network: readonly string[];
}

// Every connection of Node.js, fetch's too, is made by a Socket's `connect`, and asks for a name by `dns.lookup`.
const guarded = `
const network = [], log = [];
const { connect } = require("node:net").Socket.prototype;
require("node:net").Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options.host === "127.0.0.1") return connect.apply(this, given);
  network.push(options.host);
  throw new Error("there is no network here");
};
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text) => log.push(...text.split("\\n").filter(Boolean).map((line) => JSON.parse(line)));
const [, file, event] = process.argv;
require(file).handler(JSON.parse(event)).then((answer) => {
  write(JSON.stringify({ answer, log, network }), () => process.exit());
});
`;

/** Runs a bundle in a bare Node.js process that has this environment, and nothing else. */
export const runBundle = async (
  file: string,
  event: object,
  environment: Readonly<Record<string, string>>,
): Promise<BundleRun> => {
  const options = { env: { ...environment }, cwd: "/" };
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", guarded, file, JSON.stringify(event)], options);
  return JSON.parse(stdout) as BundleRun;
};
