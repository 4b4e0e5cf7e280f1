/** EventBridge's wildcard has two characters of its own. */
const literal = (text: string): string => text.replace(/[\\*]/g, "\\$&");

/**
 * A pattern of EventBridge for keys with a prefix and a suffix. A list of patterns is one or the other, so both
 * together are a wildcard
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
 */
export const keyPattern = (prefix: string, suffix = ""): object[] =>
  suffix === "" ? [{ prefix }] : [{ wildcard: `${literal(prefix)}*${literal(suffix)}` }];
