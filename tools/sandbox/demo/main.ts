import { spawn } from "node:child_process";
import { join } from "node:path";
import { commandLine } from "../../graph/command-line";
import { projectDirectory } from "../../graph/evaluate";
import { withoutAws } from "../../graph/program/launch";
import { adaptations } from "../adaptations";
import { describeDestroyed, destroyStack, isGone } from "../deploy/destroy";
import { type Sandbox, startSandbox } from "../sandbox";
import { withSandbox } from "../session";
import { inboxThing, subscribeInbox } from "./inbox";
import { personWith } from "./people";
import type { DemoInput } from "./steps";

/** Runs the steps as a newcomer's program would: in a process that knows the sandbox by its environment only. */
const runSteps = async (sandbox: Sandbox, signal: AbortSignal): Promise<number> => {
  const { deployment, emulator, environment } = sandbox;
  const { outputs, people } = deployment;
  const inboxUrl = await subscribeInbox(sandbox, personWith(people, "admin").user);
  const input: DemoInput = { outputs, people, region: emulator.region, inboxUrl };
  const child = spawn(process.execPath, [join(projectDirectory, "tools/scripts/ts.mjs"), join(__dirname, "steps.ts")], {
    env: { ...withoutAws(), ...environment, COFFER_DEMO: JSON.stringify(input) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  signal.addEventListener("abort", () => child.kill());
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done(code ?? 1));
  });
};

const program = commandLine(
  "demo",
  "Deploys the stack on this machine, uses it as each role, shows what is refused, and destroys it.",
)
  .option("--stack <name>", "the stack to deploy: the NAME of a Pulumi.NAME.yaml", "sandbox")
  .parse();

const { stack } = program.opts<{ stack: string }>();

void withSandbox(startSandbox, { stack, say: console.log }, async (sandbox, signal) => {
  console.log(`Deployed ${sandbox.deployment.resources} resources of stack '${stack}'.`);
  for (const line of adaptations) console.log(`Note: ${line}`);
  const code = await runSteps(sandbox, signal);
  if (code !== 0 || signal.aborted) return code;
  await sandbox.relay.settled();
  const destroyed = await destroyStack(sandbox.deployment.made, sandbox.emulator);
  // The inbox is the demo's own.
  for (const line of describeDestroyed(destroyed, [inboxThing])) console.log(line);
  return isGone(destroyed, [inboxThing]) ? 0 : 1;
});
