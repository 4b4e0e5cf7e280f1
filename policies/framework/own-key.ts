import { isNamed } from "./is-given";
import type { PackResource } from "./resource";

/**
 * Whether a KMS key, named by an ARN, an id or an alias, is one of the account's own. The aliases that begin with
 * `alias/aws/` are of AWS managed keys, which every principal of the account may use through the service, and whose
 * policy nobody can change (KMS Developer Guide, "AWS KMS keys": AWS managed keys). `aws/sqs` is what the console calls
 * such a key. A blank text names none.
 */
export const isOwnKey = (key: string | undefined): boolean =>
  key !== undefined && key.trim() !== "" && !/^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(?:alias\/)?aws\//i.test(key.trim());

/** Whether a key is named by an alias, which S3 and others resolve in the account of whoever calls. */
export const isAlias = (key: string): boolean => /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias\//i.test(key.trim());

/** What a resource's property names: nothing, a key of AWS's, or one of the account's own, which may be still to be made. */
export const keyIn = (resource: PackResource, property: string): "none" | "AWS's" | "own" => {
  if (!isNamed(resource, property)) return "none";
  const key = resource.inputs.isKnown(property) ? resource.inputs.text(property) : undefined;
  return key === undefined || isOwnKey(key) ? "own" : "AWS's";
};
