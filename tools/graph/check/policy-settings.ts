import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fields, isFields } from "../../../policies/framework/fields";
import { parameterProblems } from "../../../policies/framework/parameters";
import type { Level, Rule } from "../../../policies/framework/rule";
import type { RuleSettings, Settings } from "../../../policies/framework/run";
import { ProgramError } from "../program-error";

/** The file that is read if none is named. The engine takes the same one: `--policy-pack-config policy-config.json`. */
export const defaultConfig = "policy-config.json";

/** Policies of the pack that are no rules. */
const others = ["exceptions", "not-known-yet", "rule-failed", "accepted-exceptions"];

const levels: Readonly<Record<string, Level | "disabled">> = {
  advisory: "advisory",
  mandatory: "mandatory",
  disabled: "disabled",
  // What the engine would mend, it would also refuse unmended; a check mends nothing.
  remediate: "mandatory",
};

const readJson = (path: string): Fields => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isFields(value)) return value;
  } catch (error) {
    throw new ProgramError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new ProgramError(`${path} is no JSON object; give { "RULE": { "enforcementLevel": "advisory" } }.`);
};

const settingsOf = (rule: Rule, given: unknown, problems: string[]): RuleSettings => {
  const { enforcementLevel, ...parameters } = isFields(given) ? given : { enforcementLevel: given };
  const asked = String(enforcementLevel);
  // Not `levels[asked]` alone: every object has a `toString`.
  const level = Object.hasOwn(levels, asked) ? levels[asked] : undefined;
  if (enforcementLevel !== undefined && level === undefined)
    problems.push(
      `${rule.id}: enforcementLevel is ${JSON.stringify(enforcementLevel)}; give ${Object.keys(levels).join(", ")}`,
    );
  problems.push(...parameterProblems(rule.parameters, parameters).map((problem) => `${rule.id}: ${problem}`));
  return { parameters, ...(level === undefined ? {} : { level }) };
};

/**
 * How the rules are tuned, from a file in the engine's format: rule id → a level, or an object with `enforcementLevel`
 * and parameters; `all` → a level for every rule; `exceptions` → `{ accepted: [...] }`. Throws a `ProgramError` that
 * names everything that is wrong.
 */
export const readSettings = (
  rules: readonly Rule[],
  { directory, file, today }: { readonly directory: string; readonly file: string | undefined; readonly today: string },
): Settings => {
  const path = file ?? join(directory, defaultConfig);
  if (file === undefined && !existsSync(path)) return { today };
  const { all, exceptions, ...config } = readJson(path);
  const problems = Object.keys(config)
    .filter((id) => !others.includes(id) && !rules.some((rule) => rule.id === id))
    .map((id) => `${id} is no rule; docs/policies.md lists them`);
  const tuned = rules.flatMap((rule) => {
    const given = config[rule.id] ?? all;
    return given === undefined ? [] : [[rule.id, settingsOf(rule, given, problems)] as const];
  });
  const refuseWide = isFields(exceptions) ? exceptions.refuseWide : undefined;
  if (refuseWide !== undefined && typeof refuseWide !== "boolean")
    problems.push(`exceptions.refuseWide is ${JSON.stringify(refuseWide)}; give true or false`);
  if (exceptions !== undefined && !isFields(exceptions))
    problems.push(`exceptions is no object; give { "accepted": [...] }`);
  if (problems.length > 0) throw new ProgramError(`${path}:\n  ${problems.join("\n  ")}`);
  return {
    today,
    rules: Object.fromEntries(tuned),
    exceptions: isFields(exceptions) ? exceptions.accepted : undefined,
    ...(refuseWide === true ? { refuseWide } : {}),
  };
};
