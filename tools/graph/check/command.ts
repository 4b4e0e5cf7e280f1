import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { Finding } from "../../../policies/framework/rule";
import { levelOf } from "../../../policies/framework/run";
import { StackIndex } from "../../../policies/framework/stack-index";
import { rules } from "../../../policies/rules";
import { namedCommandLine } from "../command-line";
import { ProgramError } from "../evaluate";
import { junitReport } from "./junit";
import { type Checked, check } from "./run-pack";
import { sarifLog } from "./sarif";
import { exitStatus, printOutcome } from "./text-report";

interface Options {
  readonly stack: string;
  readonly directory: string;
  readonly preview?: true;
  readonly state?: string;
  readonly previewJson?: string;
  readonly config?: string;
  readonly refuseWide?: true;
  readonly sarif?: string;
  readonly junit?: string;
  readonly json?: true;
  readonly answers?: string;
  readonly recordAnswers?: string;
  readonly timeout?: number;
  readonly organization?: string;
}

const seconds = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a whole number of seconds.");
};

/** Under which name the command is called. */
export interface Face {
  /** As a user types it: `npm run check --`. */
  readonly name: string;
  /** The folder that is checked if none is named. */
  readonly directory: string;
}

const examples = (name: string): string => `
Ends with 0 if nothing is refused, 1 if something is, 2 if something could not
be judged or the call is wrong.

Examples:
  A program in TypeScript or JavaScript, for a code host:
    ${name} --stack prod --sarif check.sarif

  What is deployed, by a program of any language:
    pulumi stack export > state.json
    ${name} --state state.json

  What would be, by a program of any language:
    pulumi preview --json --show-sames > preview.json
    ${name} --preview-json preview.json`;

const optionsOf = ({ name, directory }: Face): Options =>
  namedCommandLine(name, "Runs the policy pack over a stack, without a cloud, credentials or the Pulumi CLI.")
    .option("--stack <name>", "the stack: the NAME of a Pulumi.NAME.yaml", "dev")
    .option("--directory <folder>", "the folder of the program's Pulumi.yaml", directory)
    .option("--preview", "check what a preview of a new stack would know")
    .addOption(
      new Option(
        "--state <file>",
        "in place of a program, check what is deployed: the file of `pulumi stack export`; - is standard input",
      ).conflicts(["previewJson", "preview"]),
    )
    .addOption(
      new Option(
        "--preview-json <file>",
        "in place of a program, check what would be: the file of `pulumi preview --json --show-sames`; - likewise",
      ).conflicts("preview"),
    )
    .option("--config <file>", "levels, parameters and exceptions (default: policy-config.json in the folder)")
    .option("--refuse-wide", "refuse exceptions for every resource of a type, and rules switched off or made advisory")
    .option("--sarif <file>", "also write the findings as SARIF 2.1.0")
    .option("--junit <file>", "also write the findings as JUnit XML")
    .option("--answers <file>", "what only AWS, another stack or Pulumi's service could tell, as JSON")
    .option("--record-answers <file>", "write down what could not be answered, as a template for --answers")
    .option("--organization <name>", "the Pulumi organisation that the program sees")
    .option("--timeout <seconds>", "stop a program that has not ended by then (default: 120)", seconds)
    .option("--json", "print everything as JSON, for programs")
    .addHelpText("after", examples(name))
    .parse()
    .opts<Options>();

const plain = ({ outcome, settings, locate, foreign, others, unseen, notes }: Checked) => {
  const of = (finding: Finding) => ({
    rule: finding.rule.id,
    level: levelOf(finding.rule, settings),
    severity: finding.rule.severity,
    resource: { urn: finding.resource.urn, type: finding.resource.token, name: finding.resource.name },
    message: finding.message,
    fix: finding.rule.fix,
    ...locate(finding.resource),
  });
  return {
    violations: outcome.violations.map(of),
    unknown: outcome.unknown.map(of),
    accepted: outcome.accepted.map(({ finding, exception }) => ({ ...of(finding), exception })),
    weakened: outcome.weakened.map(({ rule, level }) => ({ rule: rule.id, level })),
    problems: outcome.problems,
    foreign,
    others,
    unseen,
    notes,
  };
};

const writeReports = ({ outcome, settings, locate, unseen }: Checked, { sarif, junit }: Options): void => {
  const reporting = { rules, settings, locate, unseen };
  if (sarif !== undefined) writeFileSync(sarif, `${JSON.stringify(sarifLog(outcome, reporting), null, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitReport(outcome, reporting));
};

const printed = (checked: Checked, { json }: Options): string => {
  if (json) return JSON.stringify(plain(checked), null, 2);
  const { outcome, index, ...more } = checked;
  return printOutcome(outcome, { ...more, resources: index.resources.length, rules: rules.length });
};

/** What a check that could not begin has to report: a code host shows it beside the findings of others. */
const notBegun = (cause: string, today: string): Checked => ({
  outcome: { violations: [], unknown: [], failed: [], accepted: [], weakened: [], problems: [] },
  settings: { today },
  index: new StackIndex([]),
  foreign: [],
  others: [],
  notes: [],
  unseen: [{ kind: "program", cause, remedy: "Correct it, and run the check again." }],
  locate: () => ({ file: "Pulumi.yaml", line: undefined }),
});

/** Runs the command with this process's arguments, and sets its exit status. */
export const runCheck = async (face: Face): Promise<void> => {
  // Whoever reads the output may stop (`| head`): that is no failure.
  process.stdout.on("error", () => process.exit());
  const options = optionsOf(face);
  const today = new Date().toJSON().slice(0, 10);
  try {
    const checked = await check({ ...options, directory: resolve(options.directory), today });
    writeReports(checked, options);
    console.log(printed(checked, options));
    process.exitCode = exitStatus(checked.outcome, checked.settings, checked.unseen);
  } catch (error) {
    process.exitCode = 2;
    console.error(error instanceof ProgramError ? error.message : error);
    if (!(error instanceof ProgramError)) return;
    const nothing = notBegun(error.message, today);
    writeReports(nothing, options);
    if (options.json) console.log(printed(nothing, options));
  }
};
