import { areFewAddresses } from "./addresses";
import type { Condition } from "./document";
import { hasWildcard } from "./wildcards";

/** Operators that hold for the values given only. Negated ones, `Null` and `Bool` leave all the rest in. */
const selecting = new Set([
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
  "arnequals",
  "arnlike",
  "ipaddress",
]);

/** Operators to which `*` and `?` are any text. */
const withPatterns = new Set(["stringlike", "arnequals", "arnlike"]);

/** Keys that say who calls, or from where, as one fixed thing that its owner controls. */
const exactKeys = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
]);

/** Keys that hold an ARN, which is fixed if its account, or its bucket, is. */
const arnKeys = new Set([
  "aws:principalarn",
  "aws:sourcearn",
  "aws:sourcevpcarn",
  "s3:dataaccesspointarn",
  "sns:endpoint",
]);

/** Keys that hold a path, which is fixed if it begins with an organization's id. */
const orgPathKeys = new Set(["aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"]);

/** Whether an ARN names one account or, where it has none (`arn:aws:s3:::bucket`), one whole name: anyone can take names. */
const fixedArn = (arn: string): boolean => {
  const [scheme, , service = "", , account = "", ...resource] = arn.split(":");
  if (scheme !== "arn" || service === "") return false;
  if (account !== "") return !hasWildcard(account);
  return !hasWildcard(service) && resource.length > 0 && !hasWildcard(resource.join(":"));
};

const fixed = (key: string, value: string, patterns: boolean): boolean => {
  if (value.trim() === "" || value.includes("${")) return false;
  const wild = patterns && hasWildcard(value);
  if (exactKeys.has(key)) return !wild;
  if (arnKeys.has(key)) return wild || value.startsWith("arn:") ? fixedArn(value) : key === "sns:endpoint";
  if (orgPathKeys.has(key)) return /^o-[a-z0-9]+\//.test(value);
  // `AROAEXAMPLE:*` is every session of one role; `*:name` is anybody who calls a session so.
  if (key === "aws:userid") return !wild || /^A[A-Z0-9]{3,}[^*?]*:\*$/.test(value);
  return false;
};

export interface NarrowingOptions {
  /** Further keys that are fixed by an exact value, in lower case, such as an identity provider's `…:sub`. */
  readonly keys?: readonly string[];
}

/**
 * Whether a condition by itself leaves only callers that somebody named (Amazon S3 User Guide, "The meaning of
 * public"). One that holds without the key (`…IfExists`, `ForAllValues:`), or for values that anyone can bring along,
 * does not.
 */
export const narrows = (condition: Condition, { keys = [] }: NarrowingOptions = {}): boolean => {
  const { operator, ifExists, qualifier, key, values } = condition;
  if (!selecting.has(operator) || ifExists || qualifier === "forallvalues" || values.length === 0) return false;
  if (operator === "ipaddress" && key !== "aws:sourceip") return false;
  if (key === "aws:sourceip") return operator === "ipaddress" && areFewAddresses(values);
  const patterns = withPatterns.has(operator);
  return values.every(
    (value) => fixed(key, value, patterns) || (keys.includes(key) && !(patterns && hasWildcard(value))),
  );
};
