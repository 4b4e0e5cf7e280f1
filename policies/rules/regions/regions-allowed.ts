import { globalTypes } from "../../data/global-types";
import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import { textsAt } from "../../framework/texts-at";

const inNoRegion = new Set(globalTypes);

const isRegional = ({ type, inputs }: PackResource): boolean => {
  if (!type.startsWith("aws:") || inNoRegion.has(type)) return false;
  // What belongs to CloudFront can only be in us-east-1.
  return !(type.startsWith("aws:wafv2/") && inputs.isKnown("scope") && inputs.text("scope") === "CLOUDFRONT");
};

/** Properties that hold the regions that copies go to: of tables, secrets, images, snapshots, file systems, logs. */
const copies: Readonly<Record<string, readonly string[]>> = {
  "aws:auditmanager/frameworkShare:FrameworkShare": ["destinationRegion"],
  "aws:directoryservice/serviceRegion:ServiceRegion": ["regionName"],
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": ["policyDetails.schedules.crossRegionCopyRules.targetRegion"],
  "aws:dsql/cluster:Cluster": ["multiRegionProperties.witnessRegion"],
  "aws:dynamodb/globalTable:GlobalTable": ["replicas.regionName"],
  "aws:dynamodb/table:Table": ["replicas.regionName", "globalTableWitness.regionName"],
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": ["replicationConfiguration.rules.destinations.region"],
  "aws:efs/replicationConfiguration:ReplicationConfiguration": ["destination.region"],
  "aws:imagebuilder/distributionConfiguration:DistributionConfiguration": ["distributions.region"],
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ["destinationRegion"],
  "aws:rds/snapshotCopy:SnapshotCopy": ["destinationRegion"],
  "aws:redshift/snapshotCopy:SnapshotCopy": ["destinationRegion"],
  "aws:secretsmanager/secret:Secret": ["replicas.region"],
  "aws:securitylake/dataLake:DataLake": ["configuration.replicationConfiguration.regions"],
  "aws:ssm/association:Association": ["outputLocation.s3Region"],
  "aws:ssm/resourceDataSync:ResourceDataSync": ["s3Destination.region"],
};

export const rule = stackRule(__filename, {
  what: "Resources are in the regions that are allowed",
  why: "data must stay where the law and the contract say, and nobody watches a region that nobody uses",
  fix: "Use a provider, or the region property, of an allowed region; or add the region to this rule's parameter",
  controls: [],
  document: {
    title: "AWS Account Management Reference Guide, Enable or disable AWS Regions in your account",
    url: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["pulumi:pulumi:Stack"],
  parameters: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "The regions, such as eu-central-1; empty allows all. CloudFront's certificates need us-east-1",
    },
  },
  *check(_, { index, parameters: { allowed } }) {
    if (allowed.length === 0) return;
    const resources = index.resources.filter(isRegional);
    for (const resource of resources) {
      const region = resource.place.isKnown("region") ? resource.place.text("region") : undefined;
      if (region !== undefined && !allowed.includes(region))
        yield { message: `is in ${region}; allowed are ${allowed.join(", ")}`, at: resource };
    }
    for (const resource of resources)
      for (const path of copies[resource.type] ?? [])
        if (resource.inputs.isKnown(path.split(".")[0] ?? ""))
          for (const region of textsAt(resource.inputs, path))
            if (!allowed.includes(region))
              yield { message: `has a copy in ${region}; allowed are ${allowed.join(", ")}`, at: resource };
    // Said once, of the stack, after what is known.
    for (const { place } of resources) place.raw("region");
  },
});
