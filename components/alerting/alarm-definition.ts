import type { QueryId } from "./saved-queries";

/** What every alarm says of itself, and when it goes off unless it is tuned. */
interface Definition {
  /** What happened, as a sentence. */
  readonly happened: string;
  /** Why it matters, as a sentence. */
  readonly matters: string;
  /** Where to look first. */
  readonly look: QueryId | "dashboard";
  /** How often within the period it takes to raise it. */
  readonly threshold: number;
  readonly periodSeconds: number;
}

/** An alarm on records of the trail. */
export interface LogAlarm extends Definition {
  /**
   * The patterns of the metric filters that count for it, which all feed one metric. More than one where one pattern
   * would be longer than CloudWatch takes (Amazon CloudWatch Logs User Guide, "Filter pattern syntax").
   */
  readonly patterns: (scope: AlertScope) => readonly string[];
}

/** An alarm on a metric that an AWS service emits by itself. */
export interface ServiceAlarm extends Definition {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: "Sum" | "Maximum";
}

/** What the alarms on the trail are about. */
export interface AlertScope {
  /** The account's 12 digits. */
  readonly account: string;
  /** The data buckets' names. */
  readonly buckets: readonly string[];
  /** What the names of all resources of the stack begin with, in whatever region, such as `acme-dev-`. */
  readonly stackPrefix: string;
  /** The log group in which the trail's records arrive. */
  readonly logGroupName: string;
  /** The ARNs of the stack's keys. */
  readonly keys: readonly string[];
  /** The API's id; undefined without an API. */
  readonly apiId: string | undefined;
  /** The names of the roles that may read the data buckets, and so list them. */
  readonly readers: readonly string[];
  /** The names of further roles that may list them and read nothing. */
  readonly listers: readonly string[];
}

/** The longest pattern that CloudWatch takes (CloudWatch Logs API Reference, `PutMetricFilter`). */
export const longestPattern = 1024;

/** That a field of the record is this text, in which `*` stands for any. */
export const is = (field: string, text: string): string => `($.${field} = "${text}")`;

/** That it is not. */
export const isNot = (field: string, text: string): string => `($.${field} != "${text}")`;

/** That the record has no such field. */
export const missing = (field: string): string => `($.${field} NOT EXISTS)`;

export const any = (conditions: readonly string[]): string => joined(conditions, " || ");
export const all = (conditions: readonly string[]): string => joined(conditions, " && ");

const joined = (conditions: readonly string[], by: string): string =>
  conditions.length === 1 ? conditions.join() : `(${conditions.join(by)})`;

/** That the record is of one of these calls. */
export const called = (names: readonly string[]): string => any(names.map((name) => is("eventName", name)));

/** That the call was none of these. */
export const calledNoneOf = (names: readonly string[]): string => all(names.map((name) => isNot("eventName", name)));

/** That the record is of this service. */
export const ofService = (service: string): string => is("eventSource", `${service}.amazonaws.com`);

/**
 * That the call changes a setting, whatever its name. Attempts that were refused count too. The use of a thing, such as a
 * message sent, is a data event, which an organisation's trail may record too.
 */
export const mutates = "($.managementEvent IS TRUE) && ($.readOnly IS FALSE)";

/** A condition as the pattern that CloudWatch takes. */
export const pattern = (condition: string): string => `{ ${condition} }`;
