import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings";
import { RecordingMonitor } from "./monitor";
import { plainProperties } from "./plain";
import { ProgramError } from "./program-error";
import { readStackFile } from "./stack-file";
import type { Backend, Graph, RunOptions } from "./types";

const isForUser = (error: unknown): error is Error =>
  pulumi.RunError.isInstance(error) || pulumi.ResourceError.isInstance(error) || error instanceof ProgramError;

/**
 * Runs the unmodified program once in this process, as the engine does, on a backend. To be called once a process:
 * Pulumi's runtime is global. Throws a `ProgramError` for what is the user's to mend.
 */
export const runProgram = async (options: RunOptions, backendFor: (region: string) => Backend): Promise<Graph> => {
  const { stack, preview = false } = options;
  const { project, main, config } = readStackFile(options.directory, stack);
  const region = config["aws:region"] ?? "us-east-1";

  // The first failure of the backend is the cause; what the runtime throws later only follows from it.
  const failures: unknown[] = [];
  const backend = backendFor(region);
  const monitor = new RecordingMonitor(
    { project, stack, region, preview },
    {
      ...backend,
      create: (resource) =>
        backend.create(resource).catch((error: unknown) => {
          failures.push(error);
          throw error;
        }),
    },
  );
  pulumi.runtime.setAllConfig(config);
  await pulumi.runtime.setMocks(monitor.mocks, project, stack, preview);
  setMockOptions(monitor, project, stack, preview);

  const onRejection = (error: unknown) => failures.push(error);
  process.on("unhandledRejection", onRejection);
  try {
    const outputs = await pulumi.runtime.runInPulumiStack(async () => require(resolve(options.directory, main)));
    // The program's end is not the end of its registrations.
    await pulumi.runtime.disconnect(false);
    // Nor is it the end of their failures, which Node.js reports after all that waits for a promise.
    await new Promise((done) => setImmediate(done));
    if (failures.length > 0) throw failures[0];
    const exported = preview ? {} : await resolved(outputs ?? {});
    return {
      project,
      stack,
      resources: [...monitor.recorded.values()],
      outputs: await plainProperties(exported),
      unseen: [],
    };
  } catch (error) {
    const cause = failures[0] ?? error;
    throw isForUser(cause) ? new ProgramError(cause.message, { cause }) : cause;
  } finally {
    process.off("unhandledRejection", onRejection);
  }
};

/** Awaits every output of the stack. */
const resolved = (outputs: pulumi.Inputs): Promise<object> =>
  new Promise((done, fail) => {
    const watchdog = setTimeout(() => fail(new Error("the program's outputs were never resolved")), 10_000);
    pulumi.output(outputs).apply((values) => {
      clearTimeout(watchdog);
      done(values);
    });
  });
