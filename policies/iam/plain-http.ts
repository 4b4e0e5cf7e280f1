import { coversAction, isAboutEveryone } from "./audience";
import type { PolicyStatement } from "./document";

/** Whether a statement denies everyone all of these actions without TLS, under no further condition. */
export const deniesPlainHttp = (statement: PolicyStatement, actions: readonly string[]): boolean => {
  const [condition, ...others] = statement.conditions;
  return (
    statement.effect === "Deny" &&
    isAboutEveryone(statement) &&
    actions.every((action) => coversAction(statement, action)) &&
    condition?.operator === "bool" &&
    condition.key === "aws:securetransport" &&
    condition.values.every((value) => value.toLowerCase() === "false") &&
    others.length === 0
  );
};
