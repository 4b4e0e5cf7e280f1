import * as pulumi from "@pulumi/pulumi";

type Values = pulumi.Input<string> | readonly pulumi.Input<string>[];
type Principals = "*" | { readonly [kind in "AWS" | "Service" | "Federated"]?: Values };

/** One statement of an IAM policy; AWS's own field names (IAM User Guide, "JSON policy elements"). */
export interface Statement {
  /** Says what the statement is for. Unique in its document. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principals;
  readonly Action: string | readonly string[];
  readonly Resource?: Values;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Values } };
}

/** A policy document as the JSON that AWS takes. */
export const policyDocument = (statements: readonly Statement[]): pulumi.Output<string> =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });

/** Lets one AWS service assume a role, on behalf of this account only. */
export const serviceTrust = (service: string, account: pulumi.Input<string>): pulumi.Output<string> =>
  policyDocument([
    {
      Sid: "AssumedByService",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ]);
