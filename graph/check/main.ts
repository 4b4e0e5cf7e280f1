import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Finding } from "../../policies/framework/rule";
import { levelOf } from "../../policies/framework/run";
import { rules } from "../../policies/rules";
import { commandLine } from "../command-line";
import { ProgramError, projectDirectory } from "../evaluate";
import { type Checked, check } from "./check";
import { junitReport } from "./junit";
import { exitStatus, printOutcome } from "./print";
import { sarifLog } from "./sarif";

interface Options {
  readonly stack: string;
  readonly directory: string;
  readonly preview?: true;
  readonly state?: string;
  readonly previewJson?: string;
  readonly config?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly json?: true;
}

const options = commandLine(
  "check",
  "Runs the policy pack over a stack, without a cloud, credentials or the Pulumi CLI.",
)
  .option("--stack <name>", "the stack: the NAME of a Pulumi.NAME.yaml", "dev")
  .option("--directory <folder>", "the folder of the program's Pulumi.yaml", projectDirectory)
  .option("--preview", "check what a preview of a new stack would know")
  .option("--state <file>", "check what is deployed: the file of `pulumi stack export`; - is stdin")
  .option("--preview-json <file>", "check what would be: of `pulumi preview --json --show-sames`; - is stdin")
  .option("--config <file>", "levels, parameters and exceptions (default: policy-config.json in the folder)")
  .option("--sarif <file>", "also write the findings as SARIF 2.1.0")
  .option("--junit <file>", "also write the findings as JUnit XML")
  .option("--json", "print everything as JSON, for programs")
  .addHelpText(
    "after",
    "\nEnds with 0 if nothing is refused, 1 if something is, 2 if something could not be judged or the call is wrong.",
  )
  .parse()
  .opts<Options>();

const plain = ({ outcome, settings, locate, foreign, others, unseen }: Checked) => {
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
    problems: outcome.problems,
    foreign,
    others,
    unseen,
  };
};

const main = async (): Promise<void> => {
  const { directory, sarif, junit, json, ...rest } = options;
  const checked = await check({ ...rest, directory: resolve(directory), today: new Date().toJSON().slice(0, 10) });
  const { outcome, settings, index, locate, foreign, others, unseen } = checked;
  const reporting = { rules, settings, locate, unseen };
  if (sarif !== undefined) writeFileSync(sarif, `${JSON.stringify(sarifLog(outcome, reporting), null, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitReport(outcome, reporting));
  const resources = index.resources.length;
  console.log(
    json
      ? JSON.stringify(plain(checked), null, 2)
      : printOutcome(outcome, { settings, resources, rules: rules.length, foreign, others, unseen }),
  );
  process.exitCode = exitStatus(outcome, settings, unseen);
};

main().catch((error: unknown) => {
  console.error(error instanceof ProgramError ? error.message : error);
  process.exitCode = 2;
});
