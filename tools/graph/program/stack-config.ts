import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Fields, isFields } from "../../../policies/framework/fields";
import { ProgramError } from "../program-error";
import { type Project, readYaml } from "./project";

/** The configuration of one stack, as the engine gives it to the program. */
export interface StackConfig {
  /** The stack's own name: the last part of `organisation/project/stack`. */
  readonly stack: string;
  /** The organisation, if the stack's name gives one. */
  readonly organization: string | undefined;
  /** Full keys, such as `coffer:company`; what is not text is JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** The keys whose values are secret. */
  readonly secretKeys: readonly string[];
  /** What had to be assumed. Sentences. */
  readonly notes: readonly string[];
}

/** Stands for a configuration value that only the engine can decrypt. */
const placeholder = (key: string): string => `[secret ${key}]`;

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const fullKey = (key: string, { name }: Project): string => (key.includes(":") ? key : `${name}:${key}`);

/** The stacks that have a file in a folder. */
const stacksIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1])
        .filter((stack) => stack !== undefined)
    : [];

const hasSecret = (value: unknown): boolean =>
  isFields(value)
    ? (Object.keys(value).length === 1 && "secure" in value) || Object.values(value).some(hasSecret)
    : Array.isArray(value) && value.some(hasSecret);

/** A value whose encrypted parts are placeholders. */
const withPlaceholders = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map((one, index) => withPlaceholders(one, `${key}[${index}]`));
  if (!isFields(value)) return value;
  if (Object.keys(value).length === 1 && "secure" in value) return placeholder(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withPlaceholders(inner, `${key}.${name}`)]),
  );
};

interface Values {
  readonly config: Record<string, string>;
  readonly secretKeys: Set<string>;
}

/**
 * What the project declares: a plain value, `value`, or a `default`; `secret` marks it. Answers the keys that a stack must
 * give, because they have a type and no default.
 */
const declare = (project: Project, into: Values): string[] => {
  const wanted: string[] = [];
  for (const [key, declared] of Object.entries(project.config)) {
    const full = fullKey(key, project);
    if (!isFields(declared)) into.config[full] = textOf(declared);
    else if ("value" in declared) into.config[full] = textOf(declared.value);
    else if ("default" in declared) into.config[full] = textOf(declared.default);
    else if (!key.includes(":") || "type" in declared) wanted.push(full);
    if (isFields(declared) && declared.secret === true) into.secretKeys.add(full);
  }
  return wanted;
};

/**
 * The configuration of a stack: what its file says, and the project's defaults. Throws a `ProgramError` for what only the
 * engine can do.
 */
export const readStackConfig = (
  project: Project,
  name: string,
  secrets: Readonly<Record<string, string>> = {},
): StackConfig => {
  const parts = name.split("/");
  const stack = parts.at(-1) ?? name;
  const organization = parts.length > 1 ? parts[0] : undefined;
  const notes: string[] = [];
  const path = ["yaml", "yml"].map((end) => join(project.configDirectory, `Pulumi.${stack}.${end}`)).find(existsSync);
  if (path === undefined) {
    const known = stacksIn(project.configDirectory).join(", ") || "none";
    notes.push(
      `There is no Pulumi.${stack}.yaml in ${project.configDirectory}: only the project's own configuration counts. The stacks that have a file are: ${known}.`,
    );
  }
  const file: Fields = path === undefined ? {} : readYaml(path);
  if (file.environment !== undefined)
    throw new ProgramError(
      `${path} takes values from Pulumi ESC ('environment:'), which only Pulumi's service can open. Check what Pulumi previews: 'pulumi preview --json > preview.json' and --preview-json preview.json.`,
    );
  const values: Values = { config: {}, secretKeys: new Set() };
  const wanted = declare(project, values);
  for (const [key, value] of Object.entries(isFields(file.config) ? file.config : {})) {
    const full = fullKey(key, project);
    if (hasSecret(value)) {
      values.secretKeys.add(full);
      const given = secrets[full];
      if (given === undefined)
        notes.push(`${full} is encrypted: the text '${placeholder(full)}' stands for what only Pulumi can decrypt.`);
      values.config[full] = given ?? textOf(withPlaceholders(value, full));
    } else values.config[full] = textOf(value);
  }
  const missing = wanted.filter((key) => values.config[key] === undefined);
  if (missing.length > 0)
    throw new ProgramError(
      [
        `${project.file} declares ${missing.join(", ")} without a default, and the stack '${stack}' gives no value.`,
        ...notes,
      ].join(" "),
    );
  return { stack, organization, config: values.config, secretKeys: [...values.secretKeys], notes };
};
