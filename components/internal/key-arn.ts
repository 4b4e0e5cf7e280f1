import * as pulumi from "@pulumi/pulumi";
import { type Owner, refuse, steady } from "./argument-errors";

const why = "S3 resolves an alias in the account of whoever uploads, and no service uses a key of another region";

/**
 * The ARN of a KMS key, if it is one of a key of the region: not an alias, not an id, not of another region (Amazon S3
 * User Guide, "Specifying server-side encryption with AWS KMS"). Throws a `ResourceError` where it is plain text; where
 * it becomes known later, the value fails with one.
 */
export const keyOf = (
  owner: Owner,
  argument: string,
  keyArn: pulumi.Input<string>,
  region: string,
): pulumi.Output<string> => {
  const checked = (arn: string): string => {
    const [, , service, of, , resource = ""] = arn.split(":");
    if (service === "kms" && of === region && /^key\/[\w-]+$/.test(resource)) return arn;
    return refuse(owner, argument, arn, `the ARN of a KMS key (…:key/…) of ${region}, for ${why}`);
  };
  if (typeof keyArn === "string") return pulumi.output(checked(keyArn));
  return pulumi.output(keyArn).apply((arn) => {
    try {
      return checked(arn);
    } catch (error) {
      throw error instanceof Error ? steady(error) : error;
    }
  });
};
