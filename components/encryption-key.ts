import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf, iamArn } from "./internal/account";
import { defaults } from "./internal/defaults";
import { type Naming, resourceName } from "./internal/names";
import { policyDocument, type Statement } from "./internal/policy-document";

/** A service that may use the key, and for what. Each grant is narrowed to this account and to that service. */
export type KeyGrant =
  /** Objects in buckets, for whoever IAM lets use the key. */
  | "s3"
  /** CloudWatch log groups of this account and region. */
  | "logs"
  /** Environment variables of Lambda functions. */
  | "lambda";

export interface EncryptionKeyArgs {
  readonly naming: Naming;
  /** What the key encrypts: the last part of its name. */
  readonly purpose: string;
  /** The services that may use the key. Default: none. */
  readonly grants?: readonly KeyGrant[];
}

// What an administrator needs to run a key, and nothing that reads data with it.
const administration = [
  "kms:Create*",
  "kms:Describe*",
  "kms:Enable*",
  "kms:List*",
  "kms:Put*",
  "kms:Update*",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:Get*",
  "kms:Delete*",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
];

/**
 * A customer managed KMS key with rotation, an alias and a policy that separates administering it from using it
 * (AWS KMS Developer Guide, "Key policies"). Its deletion takes 30 days. Protected by default: give
 * `{ protect: false }` to be able to delete it.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly #key: aws.kms.Key;
  readonly #alias: aws.kms.Alias;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:EncryptionKey", name, {}, opts);
    const { naming, purpose, grants = [] } = args;
    const alias = resourceName({ component: this, name }, naming, purpose);
    const account = accountOf(this);
    const root = { AWS: iamArn(account, "root") };

    const administer: Statement = {
      Sid: "AdministerThroughIam",
      Effect: "Allow",
      Principal: root,
      Action: administration,
      Resource: "*",
    };
    const through = (service: string) => ({
      "kms:CallerAccount": account.id,
      "kms:ViaService": `${service}.${naming.region}.amazonaws.com`,
    });
    const statements: Record<KeyGrant, Statement> = {
      s3: {
        Sid: "UseThroughS3",
        Effect: "Allow",
        Principal: root,
        Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: through("s3") },
      },
      lambda: {
        Sid: "UseThroughLambda",
        Effect: "Allow",
        Principal: root,
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
        Resource: "*",
        Condition: { StringEquals: through("lambda") },
      },
      logs: {
        Sid: "EncryptLogGroups",
        Effect: "Allow",
        Principal: { Service: `logs.${naming.region}.amazonaws.com` },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:${account.partition}:logs:${naming.region}:${account.id}:log-group:*`,
          },
        },
      },
    };

    this.#key = new aws.kms.Key(
      name,
      {
        description: `Coffer: ${alias}`,
        enableKeyRotation: true,
        rotationPeriodInDays: defaults.key.rotationPeriodDays,
        deletionWindowInDays: defaults.key.deletionWindowDays,
        policy: policyDocument([administer, ...grants.map((grant) => statements[grant])]),
      },
      { parent: this, protect: opts?.protect ?? true },
    );
    this.#alias = new aws.kms.Alias(name, { name: `alias/${alias}`, targetKeyId: this.#key.keyId }, { parent: this });

    this.arn = this.#key.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { key: this.#key, alias: this.#alias };
  }
}
