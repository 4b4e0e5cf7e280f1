import type { Key } from "../../config/key";
import { subjects } from "../../config/keys";
import { table } from "./markdown";

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

const defaultOf = ({ byDefault, defaultText }: Key<unknown>): string => {
  if (byDefault === undefined) return "none: the key must be given";
  return defaultText ?? code(byDefault());
};

const anchor = (name: string): string => name.toLowerCase().replaceAll(":", "");

const section = ([name, key]: readonly [string, Key<unknown>]): string[] => [
  `### ${name}`,
  "",
  key.meaning,
  "",
  `- Allowed: ${key.allowed}`,
  ...(key.unit === undefined ? [] : [`- Unit: ${key.unit}`]),
  `- Default: ${defaultOf(key)}`,
  "",
  "```yaml",
  key.example,
  "```",
  "",
];

/** `docs/configuration.md`, from the keys that the program reads. */
export const configurationPage = (): string => {
  const all = Object.values(subjects).flatMap((own) => Object.entries<Key<unknown>>(own));
  return [
    "<!-- Made by `npm run docs` from config/keys. A change by hand is lost. -->",
    "",
    "# Configuration of a stack",
    "",
    "The keys of `Pulumi.<stack>.yaml`, below `config:`. A missing, wrong or unknown key stops the program before anything is",
    "deployed. The error names the key, what was given, what is allowed and an example.",
    "",
    ...table(
      ["key", "default"],
      all.map(([name, key]) => [`[\`${name}\`](#${anchor(name)})`, defaultOf(key)]),
    ),
    "",
    ...Object.entries(subjects).flatMap(([subject, own]) => [
      `## ${subject}`,
      "",
      ...Object.entries<Key<unknown>>(own).flatMap(section),
    ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
};
