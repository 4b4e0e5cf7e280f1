import { readFileSync, writeFileSync } from "node:fs";
import { isFields } from "../../../policies/framework/fields";
import { ProgramError } from "../program-error";
import { type FunctionCall, type Properties, type Question, unknown } from "../types";

/** What a user knows, and only AWS, another stack or Pulumi's service could tell. */
export interface Answers {
  readonly functions: readonly { readonly token: string; readonly args?: Properties; readonly answer: Properties }[];
  readonly resources: readonly { readonly type: string; readonly id: string; readonly answer: Properties }[];
  /** Another stack's outputs, by the name that the program refers to it with. */
  readonly stacks: Readonly<Record<string, Properties>>;
  /** Configuration values that are encrypted in the stack's file, by full key. */
  readonly secrets: Readonly<Record<string, string>>;
}

export const noAnswers: Answers = { functions: [], resources: [], stacks: {}, secrets: {} };

const example =
  '{ "functions": [{ "token": "aws:route53/getZone:getZone", "args": {}, "answer": { "zoneId": "Z1" } }] }';

/** Reads a file of answers. Throws a `ProgramError` that names everything that is wrong with it. */
export const readAnswers = (path: string): Answers => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ProgramError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const problems: string[] = [];
  const given = isFields(value) ? value : {};
  if (!isFields(value)) problems.push(`it is no JSON object; give ${example}`);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(noAnswers, name))
      problems.push(`${name} is not known; there are: ${Object.keys(noAnswers).join(", ")}`);
  const listed = (name: "functions" | "resources"): readonly Properties[] => {
    const list = given[name] ?? [];
    if (!Array.isArray(list)) problems.push(`${name} is no list`);
    const fields = Array.isArray(list) ? list.filter(isFields) : [];
    if (Array.isArray(list) && fields.length < list.length) problems.push(`${name} holds something that is no object`);
    return fields;
  };
  const fieldsOf = (value: unknown, where: string): Properties => {
    if (isFields(value)) return value;
    problems.push(`${where} is no object`);
    return {};
  };
  const functions = listed("functions").map(({ token, args, answer }, index) => ({
    token: String(token),
    ...(args === undefined ? {} : { args: fieldsOf(args, `functions[${index}].args`) }),
    answer: fieldsOf(answer, `functions[${index}].answer`),
  }));
  const resources = listed("resources").map(({ type, id, answer }, index) => ({
    type: String(type),
    id: String(id),
    answer: fieldsOf(answer, `resources[${index}].answer`),
  }));
  const stacks = Object.fromEntries(
    Object.entries(fieldsOf(given.stacks ?? {}, "stacks")).map(([name, outputs]) => [
      name,
      fieldsOf(outputs, `stacks['${name}']`),
    ]),
  );
  const secrets = Object.fromEntries(
    Object.entries(fieldsOf(given.secrets ?? {}, "secrets")).map(([key, text]) => [
      key,
      typeof text === "string" ? text : JSON.stringify(text),
    ]),
  );
  if (problems.length > 0) throw new ProgramError(`${path}:\n  ${problems.join("\n  ")}`);
  return { functions, resources, stacks, secrets };
};

/** The same text for the same value, whatever the order of its keys. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
};

const holdsUnknown = (value: unknown): boolean =>
  value === unknown || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** An answer that is still a template is none. */
const filled = (answer: Properties | undefined): Properties | undefined =>
  answer === undefined || holdsUnknown(answer) ? undefined : answer;

export const functionAnswer = ({ functions }: Answers, { token, args }: FunctionCall): Properties | undefined =>
  filled(
    functions.find((one) => one.token === token && (one.args === undefined || canonical(one.args) === canonical(args)))
      ?.answer,
  );

export const resourceAnswer = ({ resources }: Answers, type: string, id: string): Properties | undefined =>
  filled(resources.find((one) => one.type === type && one.id === id)?.answer);

export const stackAnswer = ({ stacks }: Answers, name: string): Properties | undefined => filled(stacks[name]);

/** Writes the answers there are, and a template for each question: what stands as "[not known yet]" is to be filled in. */
export const recordAnswers = (path: string, known: Answers, questions: readonly Question[]): void => {
  const has = (list: readonly object[], one: object): boolean =>
    list.some((other) => canonical(other) === canonical(one));
  const functions = [...known.functions];
  const resources = [...known.resources];
  const stacks: Record<string, Properties> = { ...known.stacks };
  for (const question of questions) {
    if (question.kind === "function") {
      const { token, args, results } = question;
      const answer = Object.fromEntries(
        results.map((name) => [name, Object.hasOwn(args, name) ? args[name] : unknown] as const),
      );
      const asked = functions.map(({ token, args }) => ({ token, ...(args === undefined ? {} : { args }) }));
      if (!has(asked, { token, args })) functions.push({ token, args, answer });
    } else if (question.kind === "resource") {
      const { type, id } = question;
      if (
        !has(
          resources.map(({ type, id }) => ({ type, id })),
          { type, id },
        )
      )
        resources.push({ type, id, answer: { arn: unknown } });
    } else stacks[question.stack] ??= { output: unknown };
  }
  const answers: Answers = { functions, resources, stacks, secrets: known.secrets };
  writeFileSync(path, `${JSON.stringify(answers, null, 2)}\n`);
};
