import { commandLine } from "./command-line";
import { evaluate, type Graph, ProgramError } from "./evaluate";
import { documentsOf, documentTable } from "./policy-documents";
import { printTree } from "./print";

const program = commandLine("graph", "Shows what a stack would deploy, without a cloud, credentials or the Pulumi CLI.")
  .option("--stack <name>", "the stack: the NAME of a Pulumi.NAME.yaml", "dev")
  .option("--inputs", "show each resource's inputs, and which resource they come from")
  .option("--documents", "show only the size of each policy document, next to AWS's limit")
  .option("--json", "print everything as JSON, for programs")
  .parse();

interface Options {
  readonly stack: string;
  readonly inputs?: boolean;
  readonly documents?: boolean;
  readonly json?: boolean;
}
const { stack, inputs = false, documents, json } = program.opts<Options>();

const print = (graph: Graph): string => {
  if (documents) return documentTable(documentsOf(graph));
  return json ? JSON.stringify(graph, null, 2) : printTree(graph, { inputs });
};

evaluate({ stack }).then(
  (graph) => console.log(print(graph)),
  (error: unknown) => {
    console.error(error instanceof ProgramError ? error.message : error);
    process.exitCode = 1;
  },
);
