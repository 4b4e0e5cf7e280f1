import { Command } from "commander";

/** The command line of one of the project's npm scripts. A wrong option ends with 2 and says what is wrong. */
export const commandLine = (script: string, description: string): Command =>
  new Command(`npm run ${script} --`)
    .description(description)
    .showHelpAfterError(`\nnpm run ${script} -- --help tells what there is.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
