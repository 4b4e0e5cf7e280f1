import type { PolicyConfigSchema } from "@pulumi/policy";
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
          reason: text("Why it is accepted", { minLength: 10 }),
          expires: text("The last day on which it counts, YYYY-MM-DD", { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        },
      },
    },
  },
};

const fields = ["rule", "resource", "reason", "expires"] as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;

/** What is wrong with one exception, apart from its age; undefined if nothing is. */
const problem = (given: unknown, rules: ReadonlySet<string>): string | undefined => {
  if (!isRecord(given)) return "it is no object; give rule, resource, reason and expires";
  const missing = fields.filter((field) => typeof given[field] !== "string" || given[field] === "");
  if (missing.length > 0) return `it lacks ${missing.join(", ")}`;
  if (!rules.has(String(given.rule))) return `there is no rule ${given.rule}`;
  if (String(given.reason).trim().length < 10) return "its reason is too short to say why";
  return isDay(String(given.expires)) ? undefined : `expires is '${given.expires}'; give a day as YYYY-MM-DD`;
};

/** The exceptions that count, and what is wrong with the others; `today` is `YYYY-MM-DD`. */
export const readExceptions = (
  given: unknown,
  { rules, today }: { readonly rules: ReadonlySet<string>; readonly today: string },
): { readonly exceptions: readonly Exception[]; readonly problems: readonly string[] } => {
  if (given === undefined) return { exceptions: [], problems: [] };
  if (!Array.isArray(given)) return { exceptions: [], problems: ["The exceptions are no list."] };
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  given.forEach((one: unknown, index) => {
    const wrong = problem(one, rules);
    if (wrong !== undefined || !isRecord(one)) {
      problems.push(`Exception ${index + 1} does not count: ${wrong}.`);
      return;
    }
    const [rule, resource, reason, expires] = fields.map((field) => String(one[field]));
    if (rule === undefined || resource === undefined || reason === undefined || expires === undefined) return;
    if (expires < today)
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
