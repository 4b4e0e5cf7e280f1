import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { build, type Plugin } from "esbuild";
import type { Statement } from "./policy-document";

/** What Lambda calls: it may capture plain config only, and reaches its handler by `import()`. */
export type InlineCallback<Event, Result> = (event: Event) => Promise<Result>;

const leftOut = (...names: string[]): string =>
  names
    .map((name) => `export const ${name} = () => { throw new Error("${name} is left out of this bundle"); };`)
    .join("");

/**
 * What the bundles of our own functions leave out, 9 KB of each, because nothing in them uses it. Smithy's signer can
 * also sign event streams, its retry strategy has the SDK's middleware beside it, its hash has blobs, base64 and UUIDs.
 * Powertools has a store for functions that serve several invocations at once, which run on instances of their own
 * (`AWS_LAMBDA_MAX_CONCURRENCY`), and a buffer of log lines, which nothing here turns on.
 */
const unused: readonly (readonly [file: RegExp, contents: string])[] = [
  [/signature-v4\/dist-(es|cjs)\/HeaderFormatter\.js$/, "export class HeaderFormatter {}"],
  [
    /submodules\/retry\/middleware-retry\/retryMiddleware\.js$/,
    "export const bindRetryMiddleware = () => {}; export const bindGetRetryPlugin = () => {}; export const retryMiddlewareOptions = {};",
  ],
  [
    /submodules\/serde\/util-stream\/blob\/Uint8ArrayBlobAdapter\.js$/,
    "export const bindUint8ArrayBlobAdapter = () => class {};",
  ],
  [/submodules\/serde\/uuid\/v4\.js$/, "export const bindV4 = () => {};"],
  [/submodules\/serde\/util-base64\/toBase64\.js$/, leftOut("toBase64")],
  [/submodules\/serde\/util-base64\/fromBase64\.js$/, leftOut("fromBase64")],
  [/lambda-invoke-store\/dist-(es|cjs)\/invoke-store\.js$/, "export {};"],
  [/powertools\/logger\/lib\/esm\/logBuffer\.js$/, "export class CircularMap {}"],
];

const withoutUnused: Plugin = {
  name: "without-unused",
  setup: ({ onLoad }) => {
    for (const [filter, contents] of unused) onLoad({ filter }, () => ({ contents }));
  },
};

/** What stands around a callback: a function of `functions/` that takes it, and gives what Lambda calls. */
export interface Wrapper {
  /** A file below `functions/`, without its extension. */
  readonly file: string;
  /** The name that the file exports it by. */
  readonly name: string;
}

const functionsFolder = join(__dirname, "..", "..", "functions");

/** Offers a callback's text as the module `callback`, whose own imports begin in the folder of its source. */
const callbackModule = (contents: string, resolveDir: string): Plugin => ({
  name: "callback-module",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^callback$/ }, ({ path }) => ({ path, namespace: "callback" }));
    onLoad({ filter: /.*/, namespace: "callback" }, () => ({ contents, resolveDir, loader: "js" }));
  },
});

const wrapped = ({ file, name }: Wrapper): string =>
  `import { handler as callback } from "callback"; import { ${name} as wrap } from "./${file}"; export const handler = wrap(callback);`;

/**
 * The code of an inline function as one JavaScript file: the callback's text by Pulumi's `serializeFunction`, bundled
 * with what it imports, and with what stands around it. `folder` is where the callback's source file is. The bytes
 * depend on nothing else: not on the machine, not on a nearby tsconfig, not on whether this is a preview.
 */
export const bundleCallback = async <Event, Result>(
  callback: InlineCallback<Event, Result>,
  folder: string,
  wrapper?: Wrapper,
): Promise<string> => {
  const { text } = await pulumi.runtime.serializeFunction(callback);
  const stdin =
    wrapper === undefined
      ? { contents: text, resolveDir: folder }
      : { contents: wrapped(wrapper), resolveDir: functionsFolder };
  const { outputFiles } = await build({
    stdin: { ...stdin, sourcefile: "inline.js", loader: "js" },
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
    // The package carries its functions as ES modules beside the CommonJS that Node loads: only from those, or from
    // sources, can unused code be dropped.
    resolveExtensions: [".ts", ".mjs", ".js", ".json"],
    // With a wrapper the callback is the user's, who may use everything of these packages.
    plugins: [...(wrapper === undefined ? [withoutUnused] : []), callbackModule(text, folder)],
    legalComments: "none",
    tsconfigRaw: "{}",
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild made no file of an inline function");
  return file.text;
};

export interface InlineFunctionArgs<Event, Result> {
  /** The function's physical name. */
  readonly functionName: string;
  readonly description: string;
  readonly callback: InlineCallback<Event, Result>;
  /** Where the callback's source file is: give `__dirname`. */
  readonly folder: string;
  /** What stands around the callback. Default: nothing; Lambda calls it as it is. */
  readonly wrapper?: Wrapper;
  /** The execution role; there is no default, for a default would be too wide. */
  readonly role: aws.iam.Role;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Encrypts the environment variables. */
  readonly keyArn: pulumi.Input<string>;
  /** Where it logs. */
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Executions kept for, and allowed to, the function at once. */
  readonly concurrency: number;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
}

/** What every function may do: write its own log, and trace. */
export const runningStatements = (logGroup: aws.cloudwatch.LogGroup): Statement[] => [
  {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroup.arn}:*`,
  },
  {
    // X-Ray knows no resources of its own: "*" is all that its actions take.
    Sid: "Trace",
    Effect: "Allow",
    Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    Resource: "*",
  },
];

/** The one place that makes a Lambda function of an inline callback. */
export const inlineFunction = <Event, Result>(
  name: string,
  args: InlineFunctionArgs<Event, Result>,
  options: pulumi.CustomResourceOptions,
): aws.lambda.Function => {
  const code = bundleCallback(args.callback, args.folder, args.wrapper).then(
    (text) => new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) }),
  );
  return new aws.lambda.Function(
    name,
    {
      name: args.functionName,
      description: args.description,
      role: args.role.arn,
      runtime: aws.lambda.Runtime.NodeJS24dX,
      architectures: ["arm64"],
      handler: "index.handler",
      code: pulumi.output(code),
      environment: { variables: { ...args.environment } },
      kmsKeyArn: args.keyArn,
      memorySize: args.memoryMiB,
      timeout: args.timeoutSeconds,
      reservedConcurrentExecutions: args.concurrency,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: args.logGroup.name },
    },
    options,
  );
};
