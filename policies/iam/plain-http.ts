import { areAll, denialsOfEveryone } from "./denials";
import type { Condition, PolicyStatement } from "./document";

/** Whether conditions hold for every request without TLS. A further condition would spare some of them. */
const holdWithoutTls = ([condition, ...others]: readonly Condition[]): boolean =>
  condition?.operator === "bool" &&
  condition.key === "aws:securetransport" &&
  areAll(condition.values, "false") &&
  others.length === 0;

/** The statements that deny everyone something without TLS, under no further condition. */
export const denialsOfPlainHttp = (statements: readonly PolicyStatement[]): readonly PolicyStatement[] =>
  denialsOfEveryone(statements, holdWithoutTls);
