import { type Fields, isFields } from "../framework/fields";
/** One condition: an operator, a key, and the values of which one must fit. */
export interface Condition {
  /** In lower case, without qualifier and `IfExists`: `stringequals`. */
  readonly operator: string;
  /** Whether it also holds for a request that lacks the key. */
  readonly ifExists: boolean;
  readonly qualifier: "forallvalues" | "foranyvalue" | undefined;
  /** In lower case: `aws:sourceip`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Who a statement names, by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`), in lower case. */
export type Principals = Readonly<Record<string, readonly string[]>>;

/** One statement; what it does not say is undefined. */
export interface PolicyStatement {
  /** The `Sid`, or its place in the document. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

/** Thrown for what is no policy document. */
export class UnreadablePolicy extends Error {}

/** Two names that differ in case only are one name twice: which of the two AWS takes is not known, so neither counts. */
const distinct = (names: readonly string[]): void => {
  const seen = new Set<string>();
  for (const name of names) {
    const low = name.trim().toLowerCase();
    if (seen.has(low)) throw new UnreadablePolicy(`it names ${name} twice`);
    seen.add(low);
  }
};

/** Fields under lower-case names: `Effect` and `effect` are the same to a hostile reader. */
const lowered = (fields: Fields): Fields => {
  distinct(Object.keys(fields));
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.trim().toLowerCase(), value]));
};

/** A JSON text in quotes as what it stands for. */
const textOf = (quoted: string): string => (quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1));

/** `JSON.parse` keeps the last of two equal names, and AWS may keep the first. Takes a text that is JSON. */
const distinctNames = (json: string): void => {
  /** The names of each object that is open; undefined for a list. */
  const open: (string[] | undefined)[] = [];
  let text: string | undefined;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{") open.push([]);
    else if (token === "[") open.push(undefined);
    else if (token === "}") distinct(open.pop() ?? []);
    else if (token === "]") open.pop();
    else if (token === ":" && text !== undefined) open.at(-1)?.push(text);
    text = token.startsWith('"') ? textOf(token) : undefined;
  }
};

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);

const optionalTexts = (value: unknown): readonly string[] | undefined =>
  value === undefined || value === null ? undefined : textsOf(value);

const principalsOf = (value: unknown): Principals | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isFields(value)) return { aws: textsOf(value) };
  return Object.fromEntries(Object.entries(lowered(value)).map(([kind, named]) => [kind, textsOf(named)]));
};

const conditionsOf = (value: unknown): readonly Condition[] => {
  if (!isFields(value)) return [];
  return Object.entries(lowered(value)).flatMap(([written, keys]) => {
    const [, qualifier, operator = "", ifExists] =
      /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written) ?? [];
    return Object.entries(isFields(keys) ? lowered(keys) : {}).map(([key, values]) => ({
      operator,
      ifExists: ifExists !== undefined,
      qualifier: qualifier === "forallvalues" || qualifier === "foranyvalue" ? qualifier : undefined,
      key,
      values: textsOf(values),
    }));
  });
};

const statementOf = (value: unknown, index: number): PolicyStatement => {
  if (!isFields(value)) throw new UnreadablePolicy(`statement ${index + 1} is no object`);
  const fields = lowered(value);
  const effect = String(fields.effect).toLowerCase();
  if (effect !== "allow" && effect !== "deny")
    throw new UnreadablePolicy(`statement ${index + 1} neither allows nor denies`);
  return {
    name: typeof fields.sid === "string" && fields.sid !== "" ? fields.sid : `statement ${index + 1}`,
    effect: effect === "allow" ? "Allow" : "Deny",
    principals: principalsOf(fields.principal),
    notPrincipals: principalsOf(fields.notprincipal),
    actions: optionalTexts(fields.action),
    notActions: optionalTexts(fields.notaction),
    resources: optionalTexts(fields.resource),
    notResources: optionalTexts(fields.notresource),
    conditions: conditionsOf(fields.condition),
  };
};

const parsed = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadablePolicy("it is not JSON");
  }
  distinctNames(text);
  return value;
};

const documentOf = (value: unknown): PolicyDocument => {
  if (!isFields(value)) throw new UnreadablePolicy("it is no JSON object");
  const { statement } = lowered(value);
  return { statements: listOf(statement).map(statementOf) };
};

/** The documents that were read, by their text: some fifteen rules read each of them. */
const known = new Map<string, PolicyDocument>();

/** So many are kept. A stack with more is read more often, and takes no more memory. */
const mostKnown = 10_000;

/**
 * Reads a policy document, given as text or as an object (IAM User Guide, "Grammar of the IAM JSON policy language").
 * Reads more than AWS takes, such as names in any case: what looks harmless only because it is odd must not pass.
 * Throws {@link UnreadablePolicy}.
 */
export const readPolicy = (given: unknown): PolicyDocument => {
  if (typeof given !== "string") return documentOf(given);
  const before = known.get(given);
  if (before !== undefined) return before;
  const document = documentOf(parsed(given));
  if (known.size >= mostKnown) known.clear();
  known.set(given, document);
  return document;
};
