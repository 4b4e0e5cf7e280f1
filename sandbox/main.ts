import { Command, InvalidArgumentError } from "commander";
import { adaptations } from "./adaptations";
import type { Sandbox } from "./sandbox";
import { withSandbox } from "./session";

const toPort = (given: string): number => {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("Give a number from 1 to 65535.");
  return port;
};

const program = new Command("npm run sandbox --")
  .description("AWS on this machine with the stack deployed in it, until Ctrl-C.")
  .option("--stack <name>", "the stack to deploy: the NAME of a Pulumi.NAME.yaml", "sandbox")
  .option("--port <number>", "the port on 127.0.0.1 (default: a free one)", toPort)
  .option("--persist", "keep files and users in .sandbox/state for the next time")
  .parse();

const describe = ({ deployment, environment, profiles }: Sandbox): string => {
  const { outputs, people } = deployment;
  const exports = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "NODE_EXTRA_CA_CERTS"];
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
    "Ctrl-C stops it.",
  ].join("\n");
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done());
  });

const { stack, port, persist } = program.opts<{ stack: string; port?: number; persist?: boolean }>();

void withSandbox(
  { stack, say: console.log, ...(port === undefined ? {} : { port }), persist: persist ?? false },
  async (sandbox, signal) => {
    console.log(describe(sandbox));
    const crashed = sandbox.emulator.ended.then(({ code, signal: by }) => {
      if (signal.aborted) return 0;
      console.error(`The emulator ended by itself (${by ?? code}); its log was ${sandbox.emulator.log}.`);
      return 1;
    });
    return Promise.race([untilAborted(signal).then(() => 0), crashed]);
  },
);
