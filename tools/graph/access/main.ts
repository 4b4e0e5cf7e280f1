import { Option } from "commander";
import { commandLine } from "../command-line";
import { evaluate, ProgramError } from "../evaluate";
import { decideAll } from "./matrix";
import { sections } from "./sections";
import { summary } from "./summary";
import { lines, table } from "./text-table";

const program = commandLine(
  "access",
  "Shows who may do what in a stack, decided by its own policies, each with the statements that decided it.\n\n" +
    "On a terminal as a table; elsewhere a line for each request, its fields parted by tabs:\n" +
    "section, allow or deny, who (or the role assumed), what is asked, statements.",
)
  .option("--stack <name>", "the stack: the NAME of a Pulumi.NAME.yaml", "dev")
  .addOption(new Option("--section <name...>", "these parts only").choices(sections.map(({ name }) => name)))
  .addOption(new Option("--markdown", "print a summary in Markdown, such as docs/access.md").conflicts("json"))
  .option("--json", "print every request with its condition keys as JSON, for programs")
  .parse();

interface Options {
  readonly stack: string;
  readonly section?: readonly string[];
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const run = async ({ stack, section, ...as }: Options): Promise<string> => {
  const wanted = sections.filter(({ name }) => section?.includes(name) ?? true);
  const decided = await decideAll(await evaluate({ stack }), wanted);
  if (as.json) return JSON.stringify(decided, null, 2);
  if (as.markdown) return summary(stack, decided).trimEnd();
  return process.stdout.isTTY ? table(decided) : lines(decided);
};

// A reader such as `head` may leave before the end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

run(program.opts<Options>()).then(
  (text) => console.log(text),
  (error: unknown) => {
    console.error(error instanceof ProgramError ? error.message : error);
    process.exitCode = 1;
  },
);
