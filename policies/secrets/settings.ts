import { gunzipSync } from "node:zlib";
import type { Fields } from "../framework/fields";
import { notKnown } from "../framework/values";

/** A setting that a program gives to what it runs, by its name. */
export interface Setting {
  readonly name: string;
  /** A text, or `notKnown`. */
  readonly value: unknown;
}

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/**
 * Properties that hold settings, as a map or as a list of names and values, wherever they are in a resource: Lambda's
 * `environment`, App Runner's `runtimeEnvironmentVariables`, Glue's `defaultArguments`, Beanstalk's `settings`, a state
 * machine's `EnvironmentVariablesOverride`. `…Secrets` beside them hold references.
 */
const isSettings = (name: string): boolean =>
  /(?:^env|environments?|variables|variablesoverride|^settings|^options|arguments|configurationoptions)$/i.test(name);

/** Properties that hold a script or a command, plain or in base64, or a build's description in YAML. */
const isScript = (name: string): boolean =>
  /^(?:userdata(?:base64)?|buildspec|oncreate|onstart|commands?|entrypoint)$/i.test(name);

/** Properties that hold a JSON document in which settings may be. */
export const isDocument = (name: string): boolean =>
  /^(?:container|node|eks|ecs)?(?:definitions?|properties|overrides|input)$/i.test(name);

const field = (fields: Fields, ...names: readonly string[]): unknown =>
  names.filter((name) => Object.hasOwn(fields, name)).map((name) => fields[name])[0];

/** One of a list: `{ name, value }`, in the spelling of the API or of CloudFormation. */
const entryOf = (value: Fields): Setting | undefined => {
  const name = field(value, "name", "Name", "key", "Key");
  const text = field(value, "value", "Value");
  if (typeof name !== "string" || (typeof text !== "string" && text !== notKnown)) return undefined;
  // CodeBuild's other types name a parameter or a secret (CodeBuild API Reference, "EnvironmentVariable").
  const type = field(value, "type", "Type");
  return typeof type === "string" && type !== "PLAINTEXT" ? undefined : { name, value: text };
};

/** A JSON document, or undefined for any other text. */
export const jsonIn = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Cloud-init unpacks what is compressed. The limit is far above what 16 KB of user data hold. */
const unpacked = (bytes: Buffer): string => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength: 4_000_000 }).toString("utf8");
  } catch {
    return "";
  }
};

/** A script as it is, or what its base64 stands for. */
const scriptOf = (text: string): string =>
  text.length >= 8 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) ? unpacked(Buffer.from(text, "base64")) : text;

/** `NAME=value` of a shell, `$env:NAME = "value"` of PowerShell, `--name=value`, and `name: value` of YAML. */
const assignment =
  /(?:^|[\s;&'"])(?:\$env:|-{1,2})?([A-Za-z_][\w-]*)(?:[ \t]?=[ \t]?|:[ \t]+)("[^"\n]*"|'[^'\n]*'|[^\s;"'&|]+)/gim;

/** The names of parameters and secrets in a build's description (CodeBuild User Guide, "Buildspec syntax"). */
const references = /^([ \t]*)(?:parameter-store|secrets-manager):[ \t]*\n(?:\1[ \t]+\S.*(?:\n|$))*/gm;

/** A value that a shell or YAML works out, and that is none itself. */
const isWorkedOut = (value: string): boolean => /^(?:[$`%!{[|>&*<(]|.{0,2}$|.*:$)/.test(value);

function* assignmentsIn(script: string): Generator<Setting> {
  for (const [, name = "", quoted = ""] of script.matchAll(assignment)) {
    const value = quoted.replace(/^(["'])(.*)\1$/, "$2").replace(/\$\w+/g, "");
    if (!isWorkedOut(quoted.replace(/^["']/, ""))) yield { name, value };
  }
}

/** The settings below a value, which is called `name`. What of it is not known is a setting that is not known. */
export function* settingsIn(value: unknown, name: string): Generator<Setting> {
  if (value === notKnown) {
    if (isSettings(name) || isScript(name) || isDocument(name)) yield { name, value };
  } else if (typeof value === "string") {
    if (isScript(name)) {
      const script = scriptOf(value).replace(references, "");
      yield* assignmentsIn(script);
      yield { name, value: script.replace(assignment, " ") };
    } else if (isDocument(name)) {
      const document = jsonIn(value);
      if (document !== undefined) yield* settingsIn(document, name);
    }
  } else if (Array.isArray(value)) {
    for (const element of value) yield* elementIn(element, name);
  } else if (isObject(value))
    for (const [key, inner] of Object.entries(value)) {
      const isText = typeof inner === "string" || inner === notKnown;
      if (isText && isSettings(name)) yield { name: key, value: inner };
      else yield* settingsIn(inner, key);
    }
}

function* elementIn(element: unknown, name: string): Generator<Setting> {
  const entry = isSettings(name) && isObject(element) ? entryOf(element) : undefined;
  if (entry !== undefined) yield entry;
  else yield* settingsIn(element, name);
}
