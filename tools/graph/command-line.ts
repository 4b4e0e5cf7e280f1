import { Command } from "commander";

/**
 * A command line, under the name that a user types: `npm run check --`. A wrong option ends with 2 and says what is
 * wrong.
 */
export const namedCommandLine = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .showHelpAfterError(`\n${name} --help tells what there is.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

/** The command line of one of the project's npm scripts. */
export const commandLine = (script: string, description: string): Command =>
  namedCommandLine(`npm run ${script} --`, description);
