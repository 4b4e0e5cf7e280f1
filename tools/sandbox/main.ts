import { rm } from "node:fs/promises";
import { InvalidArgumentError } from "commander";
import { commandLine } from "../graph/command-line";
import { adaptations } from "./adaptations";
import { describeDestroyed, destroyStack, isGone } from "./deploy/destroy";
import { writeSessions } from "./deploy/sessions";
import { type EmptySandbox, type Sandbox, startEmptySandbox, startSandbox, stateFolder } from "./sandbox";
import { withSandbox } from "./session";

const toPort = (given: string): number => {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("Give a number from 1 to 65535.");
  return port;
};

const program = commandLine("sandbox", "AWS on this machine with the stack deployed in it, until Ctrl-C.")
  .option("--stack <name>", "the stack to deploy: the NAME of a Pulumi.NAME.yaml", "sandbox")
  .option("--port <number>", "the port on 127.0.0.1 (default: a free one)", toPort)
  .option("--persist", "keep files and users in .sandbox/state for the next time")
  .option(
    "--destroy",
    "destroy the stack as `pulumi destroy` would, say what is left, and exit; a kept one if --persist",
  )
  .option("--empty", "deploy nothing: for `pulumi up` with the real CLI, see docs/sandbox.md")
  .parse();

const describe = ({ deployment, environment, profiles }: Sandbox, sessions: ReadonlyMap<string, string>): string => {
  const { outputs, people } = deployment;
  const exports = [
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
  ];
  return [
    `API      ${outputs.endpoint}`,
    `Bucket   ${outputs.bucket}`,
    ...adaptations.map((line) => `Note     ${line}`),
    "",
    "To use it with AWS CLI or any AWS SDK, in another terminal:",
    ...exports.map((name) => `  export ${name}=${environment[name]}`),
    ...profiles.map((role) => {
      const user = people.find((person) => person.role === role)?.user ?? "";
      return `  AWS_PROFILE=${role.padEnd(10)} # ${user}, as ${role}`;
    }),
    `  aws s3 ls s3://${outputs.bucket}/uploads/ --profile viewer`,
    "",
    "And with curl, as in docs/api.md:",
    `  export ENDPOINT=${outputs.endpoint}`,
    ...[...sessions].map(([role, file]) => `  . ${file} # for an hour, ${role}`),
    "",
    "Ctrl-C stops it.",
  ].join("\n");
};

const describeEmpty = ({ emulator }: EmptySandbox): string => {
  const root = { AWS_ACCESS_KEY_ID: emulator.root.accessKeyId, AWS_SECRET_ACCESS_KEY: emulator.root.secretAccessKey };
  const exports = Object.entries({ ...emulator.clientEnvironment, ...root });
  return [
    `AWS      ${emulator.endpoint}, with nothing in it`,
    "",
    "To use it as the account's root user, in another terminal:",
    ...exports.map(([name, value]) => `  export ${name}=${value}`),
    "",
    "Ctrl-C stops it.",
  ].join("\n");
};

/** Waits for Ctrl-C, or for the emulator's own end. */
const stay = async ({ emulator }: EmptySandbox, signal: AbortSignal): Promise<number> => {
  const aborted = new Promise<number>((done) => {
    if (signal.aborted) done(0);
    else signal.addEventListener("abort", () => done(0));
  });
  const crashed = emulator.ended.then(({ code, signal: by }) => {
    if (!signal.aborted) console.error(`The emulator ended by itself (${by ?? code}).`);
    return 1;
  });
  return Promise.race([aborted, crashed]);
};

let gone = false;

/** Destroys the stack. */
const destroy = async ({ deployment, emulator }: Sandbox): Promise<number> => {
  const destroyed = await destroyStack(deployment.made, emulator);
  for (const line of describeDestroyed(destroyed)) console.log(line);
  gone = isGone(destroyed);
  return gone ? 0 : 1;
};

const {
  stack,
  port,
  persist,
  empty,
  destroy: destroying,
} = program.opts<{
  stack: string;
  port?: number;
  persist?: boolean;
  destroy?: boolean;
  empty?: boolean;
}>();
const options = {
  stack,
  say: console.log,
  ...(persist ? { keep: stateFolder(stack) } : {}),
  ...(port === undefined ? {} : { port }),
};

if (empty)
  void withSandbox(startEmptySandbox, options, async (sandbox, signal) => {
    console.log(describeEmpty(sandbox));
    return stay(sandbox, signal);
  });
else
  void withSandbox(startSandbox, options, async (sandbox, signal) => {
    if (destroying) return destroy(sandbox);
    console.log(describe(sandbox, await writeSessions(sandbox)));
    return stay(sandbox, signal);
  }).then(async () => {
    // What a kept one leaves behind when it has stopped: people, and keys that wait for their deletion.
    if (gone && persist) await rm(stateFolder(stack), { recursive: true, force: true });
  });
