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
