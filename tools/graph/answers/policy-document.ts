import { crc32 } from "node:zlib";
import { type Fields, isFields } from "../../../policies/framework/fields";
import { ProgramError } from "../program-error";
import type { Properties } from "../types";

/**
 * `aws.iam.getPolicyDocument`, as the provider computes it without asking AWS
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document; held against
 * Terraform's provider of 2026: internal/service/iam).
 */

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textsOf = (value: unknown): string[] => listOf(value).map(String);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

type OneOrMore = string | readonly string[];

interface Statement {
  readonly sid: string;
  /** In the order of its keys, as it is written. */
  readonly written: Fields;
}

interface Document {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
}

const refused = (message: string): never => {
  throw new ProgramError(`aws.iam.getPolicyDocument: ${message}`);
};

/** One text by itself; several in the provider's order, which is from Z to A. */
const oneOrMore = (texts: readonly string[]): OneOrMore => {
  const [only] = texts;
  return only !== undefined && texts.length === 1 ? only : [...new Set(texts)].sort().reverse();
};

/** `&{` stands for `${`, which the language would take for its own. */
const withVariables = (text: string, version: string): string => {
  if (version === "2008-10-17" && text.includes("&{"))
    refused(`found &{ sequence in (${text}), which is not supported in document version 2008-10-17`);
  return text.replaceAll("&{", "${");
};

const joined = (known: OneOrMore | undefined, more: OneOrMore): OneOrMore => {
  if (known === undefined) return more;
  return [...(typeof known === "string" ? [known] : known), ...(typeof more === "string" ? [more] : more)];
};

interface Principals {
  readonly type: string;
  readonly identifiers: OneOrMore;
}

/** Only `*` of the type `*` is written as `"*"`: IAM tells it from `{"AWS": "*"}` in a role's trust policy. */
const writtenPrincipals = (all: readonly Principals[]): unknown => {
  const [only] = all;
  if (only !== undefined && all.length === 1 && only.type === "*") {
    const { identifiers } = only;
    if (identifiers === "*" || (identifiers.length === 1 && identifiers[0] === "*")) return "*";
  }
  const made = new Map<string, OneOrMore>();
  for (const { type, identifiers } of all) {
    const own = typeof identifiers === "string" ? identifiers : [...identifiers].sort().reverse();
    made.set(type, joined(made.get(type), own));
  }
  return sortedFields(made);
};

/** As Go writes a map: by key. */
const sortedFields = <T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

const writtenConditions = (all: readonly Condition[]): unknown => {
  const tests = new Map<string, Map<string, readonly string[]>>();
  for (const { test, variable, values } of all) {
    const variables = tests.get(test) ?? new Map<string, readonly string[]>();
    variables.set(variable, [...(variables.get(variable) ?? []), ...values]);
    tests.set(test, variables);
  }
  const flat = (values: readonly string[]): OneOrMore => (values.length === 1 ? (values[0] ?? "") : values);
  return sortedFields(
    new Map(
      [...tests].map(([test, variables]) => [
        test,
        sortedFields(new Map([...variables].map(([variable, values]) => [variable, flat(values)]))),
      ]),
    ),
  );
};

/** Leaves out what is absent; the order of the keys is the document's. */
const written = (given: Fields): Fields =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));

const some = <T, R>(list: readonly T[], make: (list: readonly T[]) => R): R | undefined =>
  list.length === 0 ? undefined : make(list);

/** A statement of the function's own arguments. */
const configured = (given: unknown, version: string): Statement => {
  const statement = fieldsOf(given);
  const sid = textOf(statement.sid);
  if (!/^[a-zA-Z0-9]*$/.test(sid)) refused(`invalid value for sid (${sid}): must only include alphanumeric characters`);
  const effect = textOf(statement.effect) || "Allow";
  if (effect !== "Allow" && effect !== "Deny") refused(`expected effect to be one of ["Allow" "Deny"], got ${effect}`);
  const replaced = (value: unknown) =>
    some(textsOf(value), (texts) => oneOrMore(texts.map((text) => withVariables(text, version))));
  const principals = (value: unknown) =>
    some(listOf(value), (list) =>
      writtenPrincipals(
        list.map(fieldsOf).map(({ type, identifiers }) => ({
          type: textOf(type),
          identifiers: oneOrMore(textsOf(identifiers).map((text) => withVariables(text, version))),
        })),
      ),
    );
  const conditions = some(listOf(statement.conditions), (list) =>
    writtenConditions(
      list.map(fieldsOf).map(({ test, variable, values }) => ({
        test: textOf(test),
        variable: textOf(variable),
        values: textsOf(values).map((text) => withVariables(text, version)),
      })),
    ),
  );
  return {
    sid,
    written: written({
      Sid: sid,
      Effect: effect,
      Action: some(textsOf(statement.actions), oneOrMore),
      NotAction: some(textsOf(statement.notActions), oneOrMore),
      Resource: replaced(statement.resources),
      NotResource: replaced(statement.notResources),
      Principal: principals(statement.principals),
      NotPrincipal: principals(statement.notPrincipals),
      Condition: conditions,
    }),
  };
};

const readPrincipals = (value: unknown): unknown => {
  if (value === undefined) return undefined;
  if (typeof value === "string") return "*";
  const all = Object.entries(fieldsOf(value)).map(([type, identifiers]) => ({
    type,
    identifiers: typeof identifiers === "string" ? identifiers : textsOf(identifiers),
  }));
  return writtenPrincipals(all);
};

/** Numbers are dropped, as by the provider: a policy that loses a condition is judged as what it will be. */
const readConditions = (value: unknown): unknown => {
  if (value === undefined) return undefined;
  const all = Object.entries(fieldsOf(value)).flatMap(([test, variables]) =>
    Object.entries(fieldsOf(variables)).flatMap(([variable, values]): Condition[] => {
      if (Array.isArray(values)) return [{ test, variable, values: values.map(String) }];
      return typeof values === "string" || typeof values === "boolean"
        ? [{ test, variable, values: [String(values)] }]
        : [];
    }),
  );
  return all.length === 0 ? undefined : writtenConditions(all);
};

/** A document given as JSON. */
const readDocument = (json: string, what: string): Document => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    refused(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const document = fieldsOf(value);
  const { Statement: statements } = document;
  return {
    version: textOf(document.Version),
    id: textOf(document.Id),
    statements: (isFields(statements) ? [statements] : listOf(statements)).map(fieldsOf).map((one) => ({
      sid: textOf(one.Sid),
      written: written({
        Sid: textOf(one.Sid),
        Effect: textOf(one.Effect),
        Action: one.Action,
        NotAction: one.NotAction,
        Resource: one.Resource,
        NotResource: one.NotResource,
        Principal: readPrincipals(one.Principal),
        NotPrincipal: readPrincipals(one.NotPrincipal),
        Condition: readConditions(one.Condition),
      }),
    })),
  };
};

/** The later document's statements are added; one with a `sid` that is there already takes its place. */
const merge = (earlier: Document, later: Document): Document => {
  const statements = [...earlier.statements];
  for (const statement of later.statements) {
    const at = statement.sid === "" ? -1 : statements.findIndex(({ sid }) => sid === statement.sid);
    if (at < 0) statements.push(statement);
    else statements[at] = statement;
  }
  return {
    // A newer version wins: they are dates.
    version: [earlier.version, later.version].sort().at(-1) ?? later.version,
    id: later.id || earlier.id,
    statements,
  };
};

const refuseTwice = (sids: readonly string[], seen: Set<string>, where: string): void => {
  for (const sid of sids) {
    if (sid === "") continue;
    if (seen.has(sid)) refused(`duplicate Sid (${sid})${where}. Remove the Sid or ensure it is unique.`);
    seen.add(sid);
  }
};

/** As Go's `encoding/json` writes it. */
const goJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const versions = ["2008-10-17", "2012-10-17"];

/** Answers `aws:iam/getPolicyDocument:getPolicyDocument`. Throws a `ProgramError` where the provider refuses. */
export const policyDocument = (args: Properties): Properties => {
  for (const name of ["sourceJson", "overrideJson"])
    if (textOf(args[name]) !== "")
      refused(`${name} is no longer used; give ${name.replace("Json", "PolicyDocuments")}`);
  const version = textOf(args.version) || "2012-10-17";
  if (!versions.includes(version)) refused(`expected version to be one of ${versions.join(", ")}, got ${version}`);

  const seen = new Set<string>();
  let merged: Document = { version: "", id: "", statements: [] };
  textsOf(args.sourcePolicyDocuments).forEach((json, index) => {
    if (json === "") return;
    const document = readDocument(json, `merging source document ${index}`);
    refuseTwice(
      document.statements.map(({ sid }) => sid),
      seen,
      ` in source document ${index}`,
    );
    merged = merge(merged, document);
  });

  const statements = listOf(args.statements).map((statement) => configured(statement, version));
  refuseTwice(
    statements.map(({ sid }) => sid),
    new Set(),
    " in statements",
  );
  merged = merge(merged, { version, id: textOf(args.policyId), statements });

  textsOf(args.overridePolicyDocuments).forEach((json, index) => {
    if (json !== "") merged = merge(merged, readDocument(json, `merging override document ${index}`));
  });

  const document = written({
    Version: merged.version,
    Id: merged.id,
    Statement: some(merged.statements, (list) => list.map((one) => one.written)),
  });
  const json = goJson(document, 2);
  return { ...args, version, json, minifiedJson: goJson(document), id: String(crc32(json)) };
};
