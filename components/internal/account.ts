import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The account that a component deploys into. */
export interface Account {
  readonly id: pulumi.Output<string>;
  /** `aws`, `aws-cn` or `aws-us-gov`: the second field of every ARN. */
  readonly partition: pulumi.Output<string>;
}

/** Asks AWS which account the component's own provider reaches. Known in a preview as well. */
export const accountOf = (component: pulumi.ComponentResource): Account => {
  const identity = aws.getCallerIdentityOutput({}, { parent: component });
  return {
    id: identity.accountId,
    partition: identity.arn.apply((arn) => arn.split(":")[1] ?? "aws"),
  };
};

/** The ARN of a role or policy of this account, known before it exists. */
export const iamArn = (account: Account, path: string): pulumi.Output<string> =>
  pulumi.interpolate`arn:${account.partition}:iam::${account.id}:${path}`;
