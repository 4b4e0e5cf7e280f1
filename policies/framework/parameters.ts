import type { PolicyConfigSchema } from "@pulumi/policy";

interface Described {
  /** What it means, with its unit. */
  readonly description: string;
}

/** One parameter of a rule, as the JSON schema that the engine validates. */
export type Parameter = Described &
  (
    | { readonly type: "integer"; readonly default: number; readonly minimum?: number; readonly maximum?: number }
    | { readonly type: "string"; readonly default: string; readonly format?: "regex" }
    | { readonly type: "boolean"; readonly default: boolean }
    | { readonly type: "array"; readonly items: { readonly type: "string" }; readonly default: readonly string[] }
  );

export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<P extends Parameter> = P extends { type: "integer" }
  ? number
  : P extends { type: "boolean" }
    ? boolean
    : P extends { type: "array" }
      ? readonly string[]
      : string;

/** What a check is given: each parameter's value, or its default. */
export type ParameterValues<P extends Parameters> = { readonly [name in keyof P]: ValueOf<P[name]> };

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((element) => typeof element === "string");

const isRegex = (text: string): boolean => {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
};

const fits = (parameter: Parameter, value: unknown): boolean => {
  if (parameter.type === "array") return isTexts(value);
  if (parameter.type === "string" && parameter.format === "regex") return typeof value === "string" && isRegex(value);
  if (parameter.type !== "integer") return typeof value === parameter.type;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = parameter;
  return typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
};

const wanted = (parameter: Parameter): string => {
  if (parameter.type === "array") return "a list of texts";
  if (parameter.type === "string" && parameter.format === "regex") return "a regular expression";
  if (parameter.type !== "integer") return `a ${parameter.type}`;
  const { minimum, maximum } = parameter;
  const limits = [minimum === undefined ? [] : `from ${minimum}`, maximum === undefined ? [] : `to ${maximum}`].flat();
  return ["an integer", ...limits].join(" ");
};

/** What is wrong with the parameters given for a rule; a line each. */
export const parameterProblems = (parameters: Parameters, given: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(given).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      const known = Object.keys(parameters).join(", ") || "none";
      return [`${name} is not a parameter; there are: ${known}`];
    }
    return fits(parameter, value) ? [] : [`${name} is ${JSON.stringify(value)}; give ${wanted(parameter)}`];
  });

/**
 * The values that a check is given: what the user says, or the default. Throws for what does not fit: the engine and
 * `npm run check` refuse most of that before, and a wrong setting is never a default.
 */
export const parameterValues = (
  parameters: Parameters,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const problems = parameterProblems(parameters, given);
  if (problems.length > 0) throw new Error(problems.join("; "));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { default: value }]) => [name, given[name] ?? value]),
  );
};

/** The schema of a rule's configuration in the engine. */
export const configSchema = (parameters: Parameters): PolicyConfigSchema | undefined =>
  Object.keys(parameters).length === 0
    ? undefined
    : { properties: Object.fromEntries(Object.entries(parameters).map(([name, schema]) => [name, { ...schema }])) };
