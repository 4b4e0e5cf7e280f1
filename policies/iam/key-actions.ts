import { lookingActions, otherActions } from "../data/kms-actions";
import { actionCovers } from "./wildcards";

const covers = (pattern: string, names: readonly string[]): boolean =>
  names.some((name) => actionCovers(pattern, `kms:${name}`));

/**
 * Whether an action, which may hold wildcards, only looks at keys: who may do that and nothing else reads nothing that is
 * encrypted. An action that nobody here knows may do more.
 */
export const onlyLooks = (pattern: string): boolean =>
  covers(pattern, lookingActions) && !covers(pattern, otherActions);
