/** The longest pattern that CloudWatch takes. */
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

/** A condition as the pattern that CloudWatch takes. */
export const pattern = (condition: string): string => `{ ${condition} }`;
