import { areAll } from "../iam/denials";
import type { Condition } from "../iam/document";
import { fitsPattern } from "../iam/wildcards";
import type { Encryption } from "./bucket-settings";

const algorithmKey = "s3:x-amz-server-side-encryption";
const keyIdKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"] as const;

/** What the two headers of an upload say, as far as it matters here. `another` stands for every other text. */
export interface Upload {
  readonly algorithm: (typeof algorithms)[number] | "none" | "another";
  /** `own` is the bucket's key by its ARN. */
  readonly key: "none" | "own" | "another";
}

/** What a bucket encrypts with. */
export type Target = Pick<Encryption, "algorithm" | "namesKey" | "key">;

const withKms = ["aws:kms", "aws:kms:dsse", "another"] as const;

/**
 * The uploads that S3 encrypts otherwise than with the key that all objects are to have. `aws:kms` without a key takes
 * the AWS managed key of the account, not the bucket's (Amazon S3 API Reference, "PutObject",
 * x-amz-server-side-encryption-aws-kms-key-id); with one, any key that the uploader may use, of any account. S3 refuses a
 * key without an algorithm.
 */
const wrongUploads = ({ algorithm, namesKey }: Target, unaskedIsRight: boolean): readonly Upload[] => {
  const kms = algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
  const unasked: readonly Upload[] = unaskedIsRight ? [] : [{ algorithm: "none", key: "none" }];
  if (!kms) return [...unasked, ...withKms.flatMap((one) => allKeys.map((key) => ({ algorithm: one, key })))];
  const wrongKeys = namesKey ? (["none", "another"] as const) : (["own", "another"] as const);
  return [
    ...unasked,
    { algorithm: "AES256", key: "none" },
    ...withKms.flatMap((one) => wrongKeys.map((key) => ({ algorithm: one, key }))),
    ...(algorithm === "aws:kms:dsse" ? [{ algorithm: "aws:kms", key: "own" } as const] : []),
  ];
};

const allKeys = ["none", "own", "another"] as const;

/**
 * The sets of uploads of which a policy must deny one whole. A bucket that names no key of its own may have a policy that
 * asks every upload for one key.
 */
export const uploadsToDeny = (target: Target): readonly (readonly Upload[])[] =>
  target.algorithm?.startsWith("aws:kms") && !target.namesKey
    ? [wrongUploads(target, true), wrongUploads({ ...target, namesKey: true }, false)]
    : [wrongUploads(target, true)];

/** Whether a value names one key by its ARN, and the one that the bucket encrypts with where that is known. */
const isKey = (value: string, bucketKey: string | undefined, accounts: ReadonlySet<string>): boolean => {
  const [, account = ""] = /^arn:aws[\w-]*:kms:[a-z0-9-]+:(\d{12}):key\/[\w-]+$/.exec(value) ?? [];
  if (account === "") return false;
  if (bucketKey !== undefined && /:key\//.test(bucketKey)) return value === bucketKey;
  // An id or an alias is of the account in its ARN, or else of the bucket's own.
  const [, written] = /^arn:[^:]*:kms:[^:]*:(\d{12}):/.exec(bucketKey ?? "") ?? [];
  if (written === undefined ? accounts.size > 0 && !accounts.has(account) : written !== account) return false;
  return bucketKey === undefined || bucketKey.includes("alias/") || value.endsWith(`:key/${bucketKey}`);
};

const negated = /^(?:string|arn)not(?:equals|equalsignorecase|like)$/;
const positive = /^(?:string|arn)(?:equals|equalsignorecase|like)$/;
/** ARN operators take wildcards, whichever of their names is used. */
const takesPatterns = /like$|^arn/;

const fits = ({ operator, values }: Condition, text: string): boolean =>
  values.some((value) => {
    if (takesPatterns.test(operator)) return fitsPattern(value, text);
    return operator.endsWith("ignorecase") ? value.toLowerCase() === text.toLowerCase() : value === text;
  });

const holdsForNull = ({ values }: Condition, present: boolean): boolean => areAll(values, present ? "false" : "true");

const isAnyText = ({ operator, values }: Condition): boolean =>
  takesPatterns.test(operator) && values.some((value) => /^\*+$/.test(value));

const holdsForAlgorithm = (condition: Condition, algorithm: Upload["algorithm"]): boolean => {
  const { operator, values, ifExists } = condition;
  if (operator === "null") return holdsForNull(condition, algorithm !== "none");
  if (negated.test(operator)) {
    if (algorithm === "none") return true;
    if (algorithm !== "another") return !fits(condition, algorithm);
    return values.every((value) => algorithms.some((one) => one === value));
  }
  if (!positive.test(operator)) return false;
  if (algorithm === "none") return ifExists;
  return algorithm === "another" ? isAnyText(condition) : fits(condition, algorithm);
};

const holdsForKey = (condition: Condition, key: Upload["key"], isOwn: (value: string) => boolean): boolean => {
  const { operator, values, ifExists } = condition;
  if (operator === "null") return holdsForNull(condition, key !== "none");
  if (negated.test(operator)) return key === "none" || (key === "another" && values.every(isOwn));
  if (!positive.test(operator)) return false;
  return key === "none" ? ifExists : isAnyText(condition);
};

/** Whether a condition on anything else may hold for some uploads only; on these headers, it is decided. */
const holds = (condition: Condition, upload: Upload, isOwn: (value: string) => boolean): boolean => {
  const { key, qualifier, values } = condition;
  if (qualifier !== undefined || values.length === 0 || values.some((value) => value.includes("${"))) return false;
  if (key === algorithmKey) return holdsForAlgorithm(condition, upload.algorithm);
  return key === keyIdKey && holdsForKey(condition, upload.key, isOwn);
};

/**
 * Whether conditions surely hold for an upload, all of them. A negated operator holds without the header too, with
 * `IfExists` and without it (IAM User Guide, "IAM JSON policy elements: Condition operators"): so `StringNotEquals` on the
 * key's id denies AES256 and uploads without headers as well.
 */
export const holdFor = (
  conditions: readonly Condition[],
  upload: Upload,
  { key, accounts }: { readonly key: string | undefined; readonly accounts: ReadonlySet<string> },
): boolean => conditions.every((condition) => holds(condition, upload, (value) => isKey(value, key, accounts)));
