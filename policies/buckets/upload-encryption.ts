import { areAll } from "../iam/denials";
import type { Condition } from "../iam/document";
import type { Encryption } from "./settings";

const algorithmKey = "s3:x-amz-server-side-encryption";
const keyIdKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

const isNegated = (condition: Condition, operators: readonly string[]): boolean =>
  operators.includes(condition.operator) && condition.qualifier === undefined && condition.values.length > 0;

/** Whether a further condition spares uploads that ask for no encryption, and no others: the bucket's default is for them. */
const sparesUnasked = ({ operator, key, values }: Condition): boolean =>
  operator === "null" && key === algorithmKey && areAll(values, "false");

/**
 * Whether conditions hold for every upload that asks for another algorithm. A further condition may only spare uploads
 * that ask for none (`Null: false`), which the bucket's default encrypts.
 */
export const holdForOtherAlgorithms = (conditions: readonly Condition[], algorithm: string): boolean => {
  const [wrong, ...others] = [...conditions].sort((a, b) => b.operator.localeCompare(a.operator));
  return (
    wrong !== undefined &&
    isNegated(wrong, ["stringnotequals"]) &&
    wrong.key === algorithmKey &&
    wrong.values.every((value) => value === algorithm) &&
    others.every(sparesUnasked)
  );
};

/** Whether a value names one key, and the one that the bucket encrypts with where that is known by id or ARN. */
const isKey = (value: string, bucketKey: string | undefined): boolean => {
  if (!/^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(value)) return false;
  if (bucketKey === undefined || bucketKey.includes("alias/")) return true;
  return value === bucketKey || value.endsWith(`:key/${bucketKey}`);
};

/**
 * Whether conditions hold for every upload that names another key than the bucket's, or none: a negated operator holds
 * without the key too (IAM User Guide, "IAM JSON policy elements: Condition operators"), so that AES256 is denied by it
 * as well. Uploads that ask for nothing may be spared if the bucket's default is the key.
 */
export const holdForOtherKeys = (conditions: readonly Condition[], encryption: Encryption | undefined): boolean => {
  if (encryption?.algorithm !== "aws:kms") return false;
  const wrong = conditions.find(({ key }) => key === keyIdKey);
  const others = conditions.filter((condition) => condition !== wrong);
  return (
    wrong !== undefined &&
    isNegated(wrong, ["stringnotequals", "arnnotequals"]) &&
    wrong.values.every((value) => isKey(value, encryption.key)) &&
    others.every((other) => encryption.namesKey && sparesUnasked(other))
  );
};
