import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Project } from "./project";
import type { Sdk } from "./sdk";
import type { StackConfig } from "./stack-config";

export interface Launch {
  readonly project: Project;
  readonly stack: StackConfig;
  readonly sdk: Sdk;
  /** The engine's address. */
  readonly address: string;
  readonly organization: string;
  /** Whether what is not known stays unknown; otherwise everything is known in the end. */
  readonly dryRun: boolean;
  /** Whether errors carry stack traces, which cost half of a program's time. */
  readonly traces: boolean;
  /** Seconds. */
  readonly timeout: number;
  /** Stops the program. */
  readonly signal: AbortSignal;
}

/** How a program ended. */
export interface Ended {
  readonly status: number | NodeJS.Signals;
  readonly timedOut: boolean;
  /** The end of what it printed. */
  readonly printed: string;
}

/** This process's environment without the user's AWS settings: no evaluation and no sandbox is to depend on them. */
export const withoutAws = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));

/** The language host's own variables (sdk/nodejs/cmd/pulumi-language-nodejs in pulumi/pulumi). */
const environment = ({ project, stack }: Launch): NodeJS.ProcessEnv => ({
  ...withoutAws(),
  PULUMI_CONFIG: JSON.stringify(stack.config),
  PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(stack.secretKeys),
  PULUMI_NODEJS_TYPESCRIPT: String(project.runtime.typescript),
  // Types are the compiler's affair (`tsc --noEmit`): they change nothing of what is deployed, and take seconds.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  ...(project.runtime.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.runtime.tsconfig }),
  // It would be printed in every process.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
});

/** Runs before the program's SDK. Not by `--require`, which Node.js also runs in the thread that loads ES modules. */
const preload = `--import=${pathToFileURL(join(__dirname, "preload.cjs"))}`;

const argumentsOf = ({ project, stack, sdk, address, organization, dryRun, traces }: Launch): string[] => [
  ...project.runtime.nodeArguments,
  preload,
  ...(traces ? [] : ["--stack-trace-limit=0"]),
  sdk.runner,
  ...["--monitor", address, "--engine", address],
  ...["--organization", organization, "--project", project.name, "--stack", stack.stack],
  ...["--root-directory", project.directory, "--pwd", project.workingDirectory, "--parallel", "1024"],
  ...(dryRun ? ["--dry-run"] : []),
  project.entry,
];

/** Runs a program once, as Pulumi's language host does: by the runner of the program's own SDK, in its own folder. */
export const launch = (given: Launch): Promise<Ended> =>
  new Promise((done, fail) => {
    let printed = "";
    let timedOut = false;
    const child = spawn(process.execPath, argumentsOf(given), {
      cwd: given.project.workingDirectory,
      env: environment(given),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const listen = (text: Buffer) => {
      printed = (printed + text.toString()).slice(-20_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    const stop = () => child.kill("SIGKILL");
    const watchdog = setTimeout(() => {
      timedOut = true;
      stop();
    }, given.timeout * 1000);
    // Nothing is to be left behind when this process ends.
    process.on("exit", stop);
    given.signal.addEventListener("abort", stop);
    if (given.signal.aborted) stop();
    const settle = () => {
      clearTimeout(watchdog);
      process.off("exit", stop);
      given.signal.removeEventListener("abort", stop);
    };
    child.on("error", (error) => {
      settle();
      fail(error);
    });
    child.on("close", (code, signal) => {
      settle();
      done({ status: code ?? signal ?? 1, timedOut, printed });
    });
  });
