import * as pulumi from "@pulumi/pulumi";
import { readStackConfig } from "../../config/stack-config";
import { projectDirectory } from "../../tools/graph/evaluate";
import { readStackFile } from "../../tools/graph/stack-file";

type Changes = Readonly<Record<string, string | undefined>>;

/** The development stack's own file, without what it changes of the defaults. */
const { "coffer:protect": _, "coffer:objectLock": __, ...needed } = readStackFile(projectDirectory, "dev").config;

/** Lets a test read configurations, as those of this stack. */
export const useStack = (stack = "dev"): void => {
  beforeAll(() =>
    pulumi.runtime.setMocks(
      { newResource: ({ inputs, name }) => ({ id: name, state: inputs }), call: () => ({}) },
      "coffer",
      stack,
      false,
    ),
  );
};

/** Reads a configuration; `undefined` takes a key out. */
export const configure = (changes: Changes = {}) => {
  const entries = Object.entries({ ...needed, ...changes }).filter(([, value]) => value !== undefined);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries) as Record<string, string>);
  return readStackConfig();
};

/** What the user reads when a configuration is refused. */
export const problemsOf = (changes: Changes): string => {
  try {
    configure(changes);
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};
