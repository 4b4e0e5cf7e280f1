import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Checked, type CheckOptions, check } from "../../tools/graph/check/run-pack";
import { exitStatus } from "../../tools/graph/check/text-report";
import { ProgramError, projectDirectory } from "../../tools/graph/evaluate";
import { unseenText } from "../../tools/graph/unseen";

/** Small programs of other people's making. */
export const programFolder = (name: string): string => join(projectDirectory, "tests/fixtures/programs", name);

/** A folder for what a test writes. */
export const scratch = mkdtempSync(join(tmpdir(), "coffer-programs-"));

/** How `npm run check` would end, and what it would say. */
export interface Verdict {
  readonly status: 0 | 1 | 2;
  /** `rule resource`, for each violation of a mandatory rule. */
  readonly violations: readonly string[];
  /** What could not be judged, or why the program failed. */
  readonly said: string;
  readonly notes: string;
  readonly checked: Checked | undefined;
}

/** Checks a program as the command does. Fails on whatever is not for the user. */
export const verdictOf = async (folder: string, options: Partial<CheckOptions> = {}): Promise<Verdict> => {
  try {
    const checked = await check({ directory: folder, stack: "test", today: "2026-11-27", timeout: 100, ...options });
    const { outcome, settings, unseen, notes } = checked;
    return {
      status: exitStatus(outcome, settings, unseen),
      violations: outcome.violations.map(({ rule, resource }) => `${rule.id} ${resource.name}`),
      said: unseen.map(unseenText).join("\n"),
      notes: notes.join("\n"),
      checked,
    };
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    return { status: 2, violations: [], said: error.message, notes: "", checked: undefined };
  }
};
