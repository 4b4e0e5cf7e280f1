import { commandLine } from "./command-line";
import { evaluate, ProgramError } from "./evaluate";
import { printTree } from "./print";

const program = commandLine("graph", "Shows what a stack would deploy, without a cloud, credentials or the Pulumi CLI.")
  .option("--stack <name>", "the stack: the NAME of a Pulumi.NAME.yaml", "dev")
  .option("--inputs", "show each resource's inputs, and which resource they come from")
  .option("--json", "print everything as JSON, for programs")
  .parse();

const { stack, inputs, json } = program.opts<{ stack: string; inputs?: boolean; json?: boolean }>();

evaluate({ stack }).then(
  (graph) => console.log(json ? JSON.stringify(graph, null, 2) : printTree(graph, { inputs: inputs ?? false })),
  (error: unknown) => {
    console.error(error instanceof ProgramError ? error.message : error);
    process.exitCode = 1;
  },
);
