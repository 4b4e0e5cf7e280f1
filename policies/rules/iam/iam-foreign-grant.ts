import { ownAccounts } from "../../framework/own-accounts";
import { stackRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

/**
 * Properties that give another account access, or send it data, without a policy document (each one's API reference). Those
 * that add a statement to a policy are judged by `iam-foreign-account`.
 */
const properties: Readonly<Record<string, string>> = {
  "aws:backup/plan:Plan": "rules.copyActions.destinationVaultArn",
  "aws:cloudwatch/eventTarget:EventTarget": "arn",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "destinationArn",
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": "accountId",
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": "accountId",
  "aws:ec2/vpcEndpointService:VpcEndpointService": "allowedPrincipals",
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "principalArn",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": "replicationConfiguration.rules.destinations.registryId",
  "aws:oam/link:Link": "sinkIdentifier",
  "aws:ram/principalAssociation:PrincipalAssociation": "principal",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": "sharedAccounts",
  "aws:rds/snapshot:Snapshot": "sharedAccounts",
  "aws:rds/snapshotCopy:SnapshotCopy": "sharedAccounts",
  "aws:redshift/dataShareAuthorization:DataShareAuthorization": "consumerIdentifier",
  "aws:redshift/endpointAuthorization:EndpointAuthorization": "account",
  "aws:s3/accessPoint:AccessPoint": "bucketAccountId",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "rules.destination.account",
  "aws:s3/inventory:Inventory": "destination.bucket.accountId",
  "aws:s3control/accessGrant:AccessGrant": "grantee.granteeIdentifier",
  "aws:sns/topicSubscription:TopicSubscription": "endpoint",
};

const shareType = "aws:ram/resourceShare:ResourceShare";

const textsAt = (values: Values, [step = "", ...rest]: readonly string[]): readonly string[] =>
  rest.length === 0 ? values.texts(step) : values.many(step).flatMap((inner) => textsAt(inner, rest));

/** The account in an id or an ARN of any service. AWS's own, such as that of public layers, has no id there. */
const accountIn = (text: string): string | undefined =>
  /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(text.trim())?.[1];

export const rule = stackRule(__filename, {
  what: "What other accounts are given, or are sent, is agreed on",
  why: "an account id is a number that nobody recognises: a grant, a copy or a subscription for a wrong one gives data away for good",
  fix: "List the account in this rule's parameter, or take it out; of a RAM share, set allowExternalPrincipals to false",
  document: {
    title: "IAM User Guide, Cross-account policy evaluation logic",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  },
  controls: [],
  severity: "medium",
  level: "advisory",
  types: [...Object.keys(properties), shareType],
  parameters: {
    accounts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the accounts that things are shared with, and of the stack's own where it does not show",
    },
  },
  *check(resource, { index, parameters: { accounts } }) {
    const { inputs, type } = resource;
    if (type === shareType) {
      if (inputs.flag("allowExternalPrincipals") === true)
        yield "may be shared with accounts outside of the organization";
      return;
    }
    const path = Object.hasOwn(properties, type) ? properties[type] : undefined;
    if (path === undefined) return;
    const own = new Set([...ownAccounts(resource, index), ...accounts]);
    for (const account of new Set(textsAt(inputs, path.split(".")).map(accountIn)))
      if (account !== undefined && !own.has(account))
        yield `names account ${account} by ${path}${own.size === 0 ? "; which account is its own does not show" : ""}`;
  },
});
