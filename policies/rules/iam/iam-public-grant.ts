import { resourceRule } from "../../framework/rule";
import { textsAt } from "../../framework/texts-at";
import type { Values } from "../../framework/values";

interface Grant {
  /** The property that says to whom, with its blocks. */
  readonly to: string;
  /** The values that mean everyone. */
  readonly everyone: RegExp;
  /** A property that leaves an organization only. */
  readonly within?: string;
}

/** Resources that give somebody access without a policy document (each one's API reference). */
const grants: Readonly<Record<string, Grant>> = {
  "aws:cloudwatch/eventPermission:EventPermission": { to: "principal", everyone: /^\*$/, within: "condition" },
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": { to: "group", everyone: /^all$/i },
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": { to: "accountId", everyone: /^all$/i },
  "aws:ec2/vpcEndpointService:VpcEndpointService": { to: "allowedPrincipals", everyone: /\*/ },
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": {
    to: "principalArn",
    everyone: /\*/,
  },
  "aws:imagebuilder/distributionConfiguration:DistributionConfiguration": {
    to: "distributions.amiDistributionConfiguration.launchPermission.userGroups",
    everyone: /^all$/i,
  },
  "aws:kms/grant:Grant": { to: "granteePrincipal", everyone: /\*/ },
  "aws:lambda/layerVersionPermission:LayerVersionPermission": {
    to: "principal",
    everyone: /^\*$/,
    within: "organizationId",
  },
  "aws:rds/clusterSnapshot:ClusterSnapshot": { to: "sharedAccounts", everyone: /^all$/i },
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": { to: "sharedAccounts", everyone: /^all$/i },
  "aws:rds/snapshot:Snapshot": { to: "sharedAccounts", everyone: /^all$/i },
  "aws:rds/snapshotCopy:SnapshotCopy": { to: "sharedAccounts", everyone: /^all$/i },
  "aws:ssm/document:Document": { to: "permissions.accountIds", everyone: /(?:^|,)\s*all\s*(?:,|$)/i },
};

/** Whether a property leaves one organization: `o-…`, or a condition with that value. */
const isWithin = (inputs: Values, property: string | undefined): boolean => {
  if (property === undefined || !inputs.has(property)) return false;
  const text = inputs.text(property) ?? inputs.one(property)?.text("value") ?? "";
  return /^o-[a-z0-9]{10,32}$/.test(text);
};

export const rule = resourceRule(__filename, {
  what: "Nothing is shared with everyone",
  why: "layers, images, snapshots, SSM documents, buses and endpoint services are shared by a property of their own: * or all in it is every AWS account",
  fix: "Name the accounts or the principal, or the organization where the resource takes one",
  controls: [],
  document: {
    title: "IAM User Guide, IAM Access Analyzer findings",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",
  },
  severity: "critical",
  level: "mandatory",
  types: Object.keys(grants),
  *check({ type, inputs }) {
    const grant = grants[type];
    if (grant === undefined) return;
    for (const to of textsAt(inputs, grant.to))
      if (grant.everyone.test(to.trim()) && !isWithin(inputs, grant.within))
        yield `is shared with ${to} by ${grant.to}`;
  },
});
