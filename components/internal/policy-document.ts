import * as pulumi from "@pulumi/pulumi";
import { type DocumentKind, measured } from "./document-limits";

type Values = pulumi.Input<string> | readonly pulumi.Input<string>[];
type Principals = "*" | { readonly [kind in "AWS" | "Service" | "Federated"]?: Values };

/** One statement of an IAM policy; AWS's own field names (IAM User Guide, "JSON policy elements"). */
export interface Statement {
  /** Says what the statement is for. Unique in its document. */
  readonly Sid: string;
  /** Whether the statement allows or denies. */
  readonly Effect: "Allow" | "Deny";
  /** Who it is for. Default: nobody is named, as in an identity policy. */
  readonly Principal?: Principals;
  /** Actions such as `s3:GetObject`; a list or one. */
  readonly Action: string | readonly string[];
  /** ARNs; a list or one. Default: none, as in a trust policy. */
  readonly Resource?: Values;
  /** Condition operators, with their keys and values. Default: no condition. */
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Values } };
}

/** Denies requests without TLS to everyone (Amazon S3 User Guide, "Security best practices", and the same of SNS and SQS). */
export const denyPlainHttp = (action: string, resource: Values): Statement => ({
  Sid: "DenyInsecureTransport",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

export interface DocumentOptions {
  /** The account's own limit for this kind of document, where it was raised. Default: AWS's default. */
  readonly quota?: number | undefined;
}

/**
 * A policy document as the JSON that AWS takes. `kind` says what it is for, and so how large it may be; `name` is the
 * logical name of its resource. The output fails with a `RunError` if AWS would refuse the document for its size.
 */
export const policyDocument = (
  kind: DocumentKind,
  name: string,
  statements: readonly Statement[] | pulumi.Output<readonly object[]>,
  { quota }: DocumentOptions = {},
): pulumi.Output<string> =>
  pulumi
    .jsonStringify({ Version: "2012-10-17", Statement: statements })
    .apply((text) => measured(kind, name, text, quota));

/**
 * Services that are not documented to say for whom they assume a role. A condition that wants `aws:SourceAccount` would
 * stop them if they do not send it; one without would let them in for any account if they do. So theirs holds either
 * way (docs/decisions/0016-trust-in-services.md).
 */
const mayBeSilent = ["s3.amazonaws.com", "chatbot.amazonaws.com", "cloudtrail.amazonaws.com"] as const;

/** Services whose roles the components make. Lambda says for whom it assumes a role. */
type TrustedService = (typeof mayBeSilent)[number] | "lambda.amazonaws.com";

/** Lets one AWS service assume a role, on behalf of this account only where it says for whom. */
export const serviceTrust = (
  name: string,
  service: TrustedService,
  account: pulumi.Input<string>,
): pulumi.Output<string> => {
  const operator = mayBeSilent.some((silent) => silent === service) ? "StringEqualsIfExists" : "StringEquals";
  return policyDocument("trust", name, [
    {
      Sid: "AssumedByService",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: { [operator]: { "aws:SourceAccount": account } },
    },
  ]);
};

/** A policy variable: the request's value of a condition key, such as `aws:username` (IAM User Guide, "Variables and tags"). */
export const variable = (key: string): string => `\${${key}}`;
