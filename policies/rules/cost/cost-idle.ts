import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

/** What costs by the hour, used or not: always, or if its inputs say so. */
const idle: Readonly<Record<string, string | ((inputs: Values) => string | undefined)>> = {
  "aws:acmpca/certificateAuthority:CertificateAuthority": "a private certificate authority",
  "aws:alb/loadBalancer:LoadBalancer": "a load balancer",
  "aws:apigateway/stage:Stage": (inputs) => (inputs.flag("cacheClusterEnabled") ? "an API's cache" : undefined),
  "aws:cloudhsmv2/hsm:Hsm": "a hardware security module",
  "aws:dms/replicationInstance:ReplicationInstance": "a replication instance",
  "aws:docdb/clusterInstance:ClusterInstance": "a database instance",
  "aws:dynamodb/table:Table": (inputs) =>
    inputs.text("billingMode") === "PAY_PER_REQUEST" ? undefined : "a table's provisioned capacity",
  "aws:ec2/eip:Eip": "a public address",
  "aws:ec2/instance:Instance": "an instance",
  "aws:ec2/natGateway:NatGateway": "a NAT gateway",
  "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs) =>
    (inputs.text("vpcEndpointType") ?? "Gateway") === "Gateway" ? undefined : "an interface endpoint",
  "aws:ec2/vpnConnection:VpnConnection": "a VPN connection",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "a transit gateway's attachment",
  "aws:eks/cluster:Cluster": "a Kubernetes control plane",
  "aws:eks/nodeGroup:NodeGroup": "Kubernetes nodes",
  "aws:elasticache/cluster:Cluster": "a cache",
  "aws:elasticache/replicationGroup:ReplicationGroup": "a cache",
  "aws:elasticache/serverlessCache:ServerlessCache": "a cache",
  "aws:elasticsearch/domain:Domain": "a search domain",
  "aws:elb/loadBalancer:LoadBalancer": "a load balancer",
  "aws:fsx/lustreFileSystem:LustreFileSystem": "a file system's provisioned capacity",
  "aws:fsx/ontapFileSystem:OntapFileSystem": "a file system's provisioned capacity",
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": "a file system's provisioned capacity",
  "aws:fsx/windowsFileSystem:WindowsFileSystem": "a file system's provisioned capacity",
  "aws:globalaccelerator/accelerator:Accelerator": "an accelerator",
  "aws:kinesis/stream:Stream": "a stream's shards",
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": "provisioned concurrency",
  "aws:lb/loadBalancer:LoadBalancer": "a load balancer",
  "aws:memorydb/cluster:Cluster": "a cache",
  "aws:mq/broker:Broker": "a message broker",
  "aws:msk/cluster:Cluster": "a Kafka cluster",
  "aws:neptune/clusterInstance:ClusterInstance": "a database instance",
  "aws:networkfirewall/firewall:Firewall": "a firewall",
  "aws:opensearch/domain:Domain": "a search domain",
  "aws:opensearch/serverlessCollection:ServerlessCollection": "a search collection",
  "aws:rds/clusterInstance:ClusterInstance": "a database instance",
  "aws:rds/instance:Instance": "a database instance",
  "aws:redshift/cluster:Cluster": "a warehouse",
  "aws:route53/resolverEndpoint:ResolverEndpoint": "a resolver's endpoint",
  "aws:sagemaker/endpoint:Endpoint": "a model's endpoint",
  "aws:sagemaker/notebookInstance:NotebookInstance": "a notebook instance",
  "aws:transfer/server:Server": "a file transfer server",
};

export const rule = resourceRule(__filename, {
  what: "Nothing costs while it is idle, unless the stack says so",
  why: "what is billed by the hour is paid for at night, in every copy of the stack, and after everybody forgot it",
  fix: "Use what is billed by use (a gateway endpoint, PAY_PER_REQUEST, a function), or list the type in this rule's parameter",
  controls: [],
  document: {
    title: "AWS Well-Architected Framework, Cost Optimization Pillar: Design principles",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/design-principles.html",
  },
  severity: "low",
  level: "advisory",
  types: Object.keys(idle),
  parameters: {
    accepted: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Types that the stack means to pay for, such as aws:ec2/natGateway:NatGateway",
    },
  },
  *check({ type, inputs }, { parameters: { accepted } }) {
    if (accepted.includes(type)) return;
    const found = idle[type];
    const name = typeof found === "function" ? found(inputs) : found;
    if (name !== undefined) yield `is ${name}, billed by the hour`;
  },
});
