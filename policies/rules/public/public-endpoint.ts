import { openSettings, switchesOf } from "../../exposure/switches";
import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";
import { areFewAddresses } from "../../iam/addresses";

const switches = switchesOf("endpoint");
const eks = "aws:eks/cluster:Cluster";
const domains = ["aws:elasticsearch/domain:Domain", "aws:opensearch/domain:Domain"];
const container = "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion";

/** EKS answers these addresses only (EKS User Guide, "Cluster API server endpoint"); 0.0.0.0/0 is its default. */
const isForSome = (inputs: Values): boolean => {
  const ranges = inputs.one("vpcConfig")?.texts("publicAccessCidrs") ?? [];
  return ranges.length > 0 && areFewAddresses(ranges);
};

export const rule = resourceRule(__filename, {
  what: "No database, broker, cluster or service can be reached from the internet",
  why: "a public endpoint of a data store is one password, or one flaw, away from everyone on the internet",
  fix: "Set the property to its private value and reach the resource through the VPC; for EKS, name the addresses in publicAccessCidrs",
  controls: [
    "FSBP DMS.1",
    "FSBP EKS.1",
    "FSBP EMR.2",
    "FSBP ES.2",
    "FSBP MSK.4",
    "FSBP Opensearch.2",
    "FSBP RDS.2",
    "FSBP Redshift.1",
  ],
  document: {
    title: "AWS Well-Architected Framework, SEC05-BP01 Create network layers",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/framework/sec05-bp01.html",
  },
  severity: "critical",
  level: "mandatory",
  types: [...switches.keys(), ...domains, container],
  *check(resource) {
    const { inputs, type } = resource;
    if (type === container && inputs.one("publicEndpoint") !== undefined)
      yield "can be reached from the internet: it has a publicEndpoint";
    // A domain outside of a VPC has a public endpoint (OpenSearch Service Developer Guide, "Launching within a VPC").
    if (domains.includes(type) && inputs.one("vpcOptions") === undefined)
      yield "can be reached from the internet: it has no vpcOptions";
    for (const setting of openSettings(resource, switches.get(type) ?? []))
      if (type !== eks || !isForSome(inputs)) yield `can be reached from the internet: ${setting}`;
  },
});
