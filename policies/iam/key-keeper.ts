import { type Audience, audiences, coversAction } from "./audience";
import type { PolicyDocument } from "./document";
import { onlyLooks } from "./key-actions";

/** Whom a key's policy lets use or change the key, a statement each. */
export const allowedByKey = (document: PolicyDocument): readonly Audience[] =>
  audiences(document).filter(
    ({ statement: { actions = [], notActions } }) => notActions !== undefined || !actions.every(onlyLooks),
  );

/** The account that a key's policy shows to be the key's own: the one that may change the policy, if that is one. */
export const keeperOf = (allowed: readonly Audience[]): string | undefined => {
  const keepers = new Set(
    allowed
      .filter(({ statement, narrowed }) => !narrowed && coversAction(statement, "kms:PutKeyPolicy"))
      .flatMap(({ accounts }) => accounts),
  );
  const all = new Set(allowed.flatMap(({ accounts }) => accounts));
  const [own] = keepers.size === 1 ? keepers : all.size === 1 ? all : [];
  return own;
};
