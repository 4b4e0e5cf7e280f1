import type { PolicyConfigSchema } from "@pulumi/policy";
import { isFields } from "./fields";
import type { Finding } from "./rule";

/** Says that a finding is known and accepted, why, and until when. */
export interface Exception {
  /** The rule's id. */
  readonly rule: string;
  /** A URN, or `type/name` with `*` for any text, such as `aws:s3/bucket:Bucket/site-*`. */
  readonly resource: string;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`. */
  readonly expires: string;
}

export interface Accepted {
  readonly finding: Finding;
  readonly exception: Exception;
}

const text = (description: string, more: object = {}) => ({ type: "string" as const, description, ...more });

/** The schema of `exceptions` in the pack's configuration. */
export const exceptionsSchema: PolicyConfigSchema = {
  properties: {
    accepted: {
      type: "array",
      description: "Findings that are known and accepted",
      default: [],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["rule", "resource", "reason", "expires"],
        properties: {
          rule: text("The rule's id"),
          resource: text("A URN, or type/name with * for any text"),
          reason: text("Why it is accepted, in at least 10 letters", { minLength: 10 }),
          expires: text("The last day on which it counts, YYYY-MM-DD, at most 400 days from now", {
            pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
          }),
        },
      },
    },
    refuseWide: {
      type: "boolean",
      description: "Refuse exceptions for every resource of a type, and rules that are switched off or made advisory",
      default: false,
    },
  },
};

const fields = ["rule", "resource", "reason", "expires"] as const;

/** The longest time for which an exception can be granted, in days: a year, and a month to renew it. */
export const longestDays = 400;

const dayMs = 24 * 60 * 60 * 1000;
const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs;

/** Fewer characters of fixed text than this, beside a wildcard, select next to nothing. */
const fewestFixed = 3;

/** Whether a part of a pattern fits (nearly) every text. */
const fitsAll = (pattern: string): boolean =>
  pattern.includes("*") && pattern.replace(/[*/:$\s]/g, "").length < fewestFixed;

/** A URN without its stack and project, which a pattern may write with one wildcard. */
const withoutProject = (urn: string): string => {
  const [, project = "*", ...rest] = urn.split("::");
  const isMerged = rest.length < 2 && project.includes("*");
  return [...(isMerged ? [project] : []), ...rest].join("::") || "*";
};

/** A pattern as the part about types and the part about names. A pattern without a name part is about every name. */
const partsOf = (resource: string): readonly [type: string, name: string] => {
  const isUrn = resource.startsWith("urn:");
  const own = isUrn ? withoutProject(resource) : resource;
  const mark = isUrn ? "::" : "/";
  const at = own.lastIndexOf(mark);
  const name = own.slice(at + mark.length);
  // The slash of `aws:s3/bucket:Bucket*` is of the type.
  if (at < 0 || (!isUrn && name.includes(":"))) return [own, own.includes("*") ? "*" : own];
  return [own.slice(0, at), name];
};

/** Types are AWS's or Pulumi's: a provider's name selects nothing. */
const fitsAllTypes = (type: string): boolean => fitsAll(type.replace(/(?:aws|pulumi)(?=[:*]|$)/g, ""));

/** Whether a pattern is about (nearly) every resource of a stack. Such an exception does not count. */
const isBoundless = (resource: string): boolean => {
  const [type, name] = partsOf(resource);
  return fitsAllTypes(type) && fitsAll(name);
};

/** Whether an exception is about every resource of its types. It counts, unless wide exceptions are refused. */
export const isWide = ({ resource }: Pick<Exception, "resource">): boolean => fitsAll(partsOf(resource)[1]);

/** Whether a reason has words in it: letters and digits, and not one of them over and over. */
const isReason = (reason: string): boolean => {
  const written = reason.match(/[\p{L}\p{N}]/gu) ?? [];
  return written.length >= 10 && new Set(written).size >= 4;
};

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;

/** Why one exception does not count, apart from its end; undefined if it does. */
const problem = (given: unknown, { rules, today }: Known): string | undefined => {
  if (!isFields(given)) return "it is no object; give rule, resource, reason and expires";
  const missing = fields.filter((field) => typeof given[field] !== "string" || given[field] === "");
  if (missing.length > 0) return `it lacks ${missing.join(", ")}`;
  if (!rules.has(String(given.rule))) return `there is no rule ${given.rule}`;
  if (isBoundless(String(given.resource)))
    return `its resource is '${given.resource}', which is every resource; name a type and a name`;
  if (!isReason(String(given.reason))) return "its reason is too short to say why";
  const expires = String(given.expires);
  if (!isDay(expires)) return `expires is '${expires}'; give a day as YYYY-MM-DD`;
  return daysBetween(today, expires) > longestDays
    ? `expires is ${expires}; give a day at most ${longestDays} days from now, and renew it then`
    : undefined;
};

interface Known {
  /** The ids of the rules. */
  readonly rules: ReadonlySet<string>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** The exceptions that count, and what is wrong with the others; `today` is `YYYY-MM-DD`. */
export const readExceptions = (
  given: unknown,
  known: Known,
): { readonly exceptions: readonly Exception[]; readonly problems: readonly string[] } => {
  if (given === undefined) return { exceptions: [], problems: [] };
  if (!Array.isArray(given)) return { exceptions: [], problems: ["The exceptions are no list."] };
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  given.forEach((one: unknown, index) => {
    const wrong = problem(one, known);
    if (wrong !== undefined || !isFields(one)) {
      problems.push(`Exception ${index + 1} does not count: ${wrong}.`);
      return;
    }
    const [rule, resource, reason, expires] = fields.map((field) => String(one[field]));
    if (rule === undefined || resource === undefined || reason === undefined || expires === undefined) return;
    if (expires < known.today)
      problems.push(`The exception from ${rule} for ${resource} expired on ${expires}. Mend the finding or renew it.`);
    else exceptions.push({ rule, resource, reason, expires });
  });
  return { exceptions, problems };
};

const escaped = (pattern: string): string => pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");

const matches = ({ rule, resource }: Exception, finding: Finding): boolean => {
  if (rule !== finding.rule.id) return false;
  const { urn, type, token, name } = finding.resource;
  const pattern = new RegExp(`^${escaped(resource)}$`);
  return resource.startsWith("urn:") ? pattern.test(urn) : [type, token].some((one) => pattern.test(`${one}/${name}`));
};

/** The stack's name in a URN, `urn:pulumi:<stack>::…`. */
const stackOf = (urn: string): string | undefined => urn.split(":")[2];

/** Applies exceptions to findings, and remembers which of them matched. */
export class ExceptionBook {
  readonly #used = new Set<Exception>();

  constructor(readonly exceptions: readonly Exception[]) {}

  /** The exception that accepts a finding. */
  accepts(finding: Finding): Exception | undefined {
    const exception = this.exceptions.find((one) => matches(one, finding));
    if (exception !== undefined) this.#used.add(exception);
    return exception;
  }

  /** What to say about exceptions for every resource of a type, where such are refused. */
  tooWide(): readonly string[] {
    return this.exceptions
      .filter(isWide)
      .map(
        ({ rule, resource }) =>
          `The exception from ${rule} for ${resource} is for every resource of a type, and wide exceptions are refused. Name the resources.`,
      );
  }

  /**
   * What to say about exceptions that no finding of a stack needed; to be asked after all rules. `urn` is that of any
   * resource of it: an exception that names another stack is for that one.
   */
  unmatched(urn: string | undefined): readonly string[] {
    const elsewhere = ({ resource }: Exception): boolean =>
      resource.startsWith("urn:") && urn !== undefined && stackOf(resource) !== stackOf(urn);
    return this.exceptions
      .filter((exception) => !this.#used.has(exception) && !elsewhere(exception))
      .map(({ rule, resource }) => `The exception from ${rule} for ${resource} matches no finding. Remove it.`);
  }
}
