/**
 * What the sandbox takes out of policies because the emulator cannot decide it. Everything else is deployed as the
 * program says; the access matrix and the tests on the graph cover what is taken out.
 */

interface PolicyStatement {
  readonly Effect?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

/** The adaptations, for the lines that the sandbox prints when it starts. */
export const adaptations = [
  "MFA conditions are taken out of trust policies: the emulator has no MFA devices.",
  "The denial of uploads that name no KMS key is taken out of bucket policies: the emulator does not know that key.",
] as const;

const mfaKeys = /^aws:multifactorauth(present|age)$/i;
const unknownKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

const edit = (document: string, change: (statements: readonly PolicyStatement[]) => PolicyStatement[]): string => {
  const parsed = JSON.parse(document) as PolicyDocument;
  return JSON.stringify({ ...parsed, Statement: change(parsed.Statement) });
};

/** A trust policy without its MFA conditions. */
export const trustPolicyForEmulator = (document: string): string =>
  edit(document, (statements) =>
    statements.map(({ Condition, ...statement }) => {
      const kept = Object.entries(Condition ?? {})
        .map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).filter(([key]) => !mfaKeys.test(key))),
        ])
        .filter(([, keys]) => Object.keys(keys ?? {}).length > 0);
      return kept.length > 0 ? { ...statement, Condition: Object.fromEntries(kept) } : statement;
    }),
  );

/** A bucket policy without the denials that rest on the absence of a key that the emulator never sees. */
export const bucketPolicyForEmulator = (document: string): string =>
  edit(document, (statements) =>
    statements.filter(({ Effect, Condition }) => !(Effect === "Deny" && Condition?.Null?.[unknownKey] === "true")),
  );
