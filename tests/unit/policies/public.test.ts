import { notKnown } from "../../../policies/framework/values";
import { add, from, resource, set, testRule } from "../../support/policies";

const database = "aws:rds/instance:Instance";
const cluster = "aws:eks/cluster:Cluster";
const broker = "aws:msk/cluster:Cluster";
const service = "aws:apprunner/service:Service";
const reached = (setting: string) => `can be reached from the internet: ${setting}`;
const open = (setting: string) => `is open to everyone: ${setting}`;
const more = (type: string, inputs: object = {}) => add(resource(type, "more", { ...inputs }));

const eks = (vpcConfig: object) => more(cluster, { vpcConfig });
const withEips = (type: string) => ({ brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type } } } });
const ingress = (isPubliclyAccessible: unknown) => ({
  networkConfiguration: { ingressConfiguration: { isPubliclyAccessible } },
});
const everywhere = "vpcConfig.endpointPublicAccess";
const found = (type: string, inputs: object, setting: string) => ({
  change: more(type, inputs),
  at: `${type.split(":").at(-1)} more`,
  message: reached(setting),
});

testRule("public-endpoint", {
  compliant: [resource(database, "orders", { publiclyAccessible: false })],
  violations: {
    "a database": {
      change: set("Instance orders", "publiclyAccessible", true),
      at: "Instance orders",
      message: reached("publiclyAccessible is true"),
    },
    "a text that says true": {
      change: set("Instance orders", "publiclyAccessible", "true"),
      at: "Instance orders",
      message: reached("publiclyAccessible is true"),
    },
    "an instance profile of DMS, by default": found(
      "aws:dms/instanceProfile:InstanceProfile",
      {},
      "publiclyAccessible is not set, which means true",
    ),
    "a broker": found("aws:mq/broker:Broker", { publiclyAccessible: true }, "publiclyAccessible is true"),
    "a Kafka cluster": found(
      broker,
      withEips("SERVICE_PROVIDED_EIPS"),
      "brokerNodeGroupInfo.connectivityInfo.publicAccess.type is SERVICE_PROVIDED_EIPS",
    ),
    "a graph": found("aws:neptunegraph/graph:Graph", { publicConnectivity: true }, "publicConnectivity is true"),
    "a Kubernetes API, by default": found(cluster, { vpcConfig: {} }, `${everywhere} is not set, which means true`),
    "a Kubernetes API for all addresses": found(
      cluster,
      { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24", "0.0.0.0/0"] } },
      `${everywhere} is true`,
    ),
    "a Kubernetes API for half of the addresses, twice": found(
      cluster,
      { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"] } },
      `${everywhere} is true`,
    ),
    "a Kubernetes API with an empty list": found(
      cluster,
      { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: [] } },
      `${everywhere} is true`,
    ),
    "a service of App Runner, by default": found(
      service,
      {},
      "networkConfiguration.ingressConfiguration.isPubliclyAccessible is not set, which means true",
    ),
    "a service of App Runner": found(
      service,
      ingress(true),
      "networkConfiguration.ingressConfiguration.isPubliclyAccessible is true",
    ),
    "the block of EMR for public security groups, off": found(
      "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
      { blockPublicSecurityGroupRules: false },
      "blockPublicSecurityGroupRules is false",
    ),
    "the block of a region's VPCs, off": found(
      "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
      { internetGatewayBlockMode: "off" },
      "internetGatewayBlockMode is off",
    ),
    "a search domain outside of a VPC": found("aws:opensearch/domain:Domain", {}, "it has no vpcOptions"),
    "a container service": found(
      "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
      { publicEndpoint: { containerName: "web", containerPort: 80 } },
      "it has a publicEndpoint",
    ),
  },
  harmless: {
    "a database that says nothing": set("Instance orders", "publiclyAccessible", undefined),
    "a Kubernetes API inside of the VPC": eks({ endpointPublicAccess: false }),
    "a Kubernetes API for an office": eks({ endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] }),
    "a Kafka cluster inside of the VPC": more(broker, withEips("DISABLED")),
    "a service of App Runner inside of the VPC": more(service, ingress(false)),
    "a search domain in a VPC": more("aws:opensearch/domain:Domain", { vpcOptions: { subnetIds: ["subnet-1"] } }),
    "a container service with no endpoint": more(
      "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
    ),
  },
  unknown: {
    "the setting": {
      change: set("Instance orders", "publiclyAccessible", from("Instance orders")),
      at: "Instance orders",
    },
    "a block": { change: more(service, { networkConfiguration: notKnown }), at: "Service more" },
    "the addresses": {
      change: eks({ endpointPublicAccess: true, publicAccessCidrs: notKnown }),
      at: "Cluster more",
    },
  },
});

const pool = "aws:cognito/identityPool:IdentityPool";
const graphql = "aws:appsync/graphQLApi:GraphQLApi";
const events = "aws:appsync/api:Api";
const anonymous = (type: string, inputs: object, setting: string) => ({
  ...found(type, inputs, setting),
  message: open(setting),
});

testRule("public-anonymous", {
  compliant: [
    resource(pool, "people", { allowUnauthenticatedIdentities: false }),
    resource(graphql, "orders", { authenticationType: "AWS_IAM" }),
  ],
  violations: {
    guests: {
      change: set("IdentityPool people", "allowUnauthenticatedIdentities", true),
      at: "IdentityPool people",
      message: open("allowUnauthenticatedIdentities is true"),
    },
    "an API key": {
      change: set("GraphQLApi orders", "authenticationType", "API_KEY"),
      at: "GraphQLApi orders",
      message: open("authenticationType is API_KEY"),
    },
    "an API key beside IAM": {
      change: set("GraphQLApi orders", "additionalAuthenticationProviders", [
        { authenticationType: "OPENID_CONNECT" },
        { authenticationType: "API_KEY" },
      ]),
      at: "GraphQLApi orders",
      message: open("additionalAuthenticationProviders.authenticationType is API_KEY"),
    },
    "an event API whose subscribers have a key": anonymous(
      events,
      { eventConfig: { defaultSubscribeAuthModes: [{ authType: "API_KEY" }] } },
      "eventConfig.defaultSubscribeAuthModes.authType is API_KEY",
    ),
    "clients of Kafka": anonymous(
      broker,
      { clientAuthentication: { unauthenticated: true } },
      "clientAuthentication.unauthenticated is true",
    ),
    "a search domain": anonymous(
      "aws:opensearch/domain:Domain",
      { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: true } },
      "advancedSecurityOptions.anonymousAuthEnabled is true",
    ),
    "a load balancer that signs in nobody": anonymous(
      "aws:lb/listener:Listener",
      { defaultActions: [{ authenticateOidc: { onUnauthenticatedRequest: "allow" } }] },
      "defaultActions.authenticateOidc.onUnauthenticatedRequest is allow",
    ),
    "what IoT writes": anonymous(
      "aws:iot/topicRule:TopicRule",
      { s3: [{ cannedAcl: "public-read" }] },
      "s3.cannedAcl is public-read",
    ),
    "the logs of builds": anonymous(
      "aws:codebuild/project:Project",
      { projectVisibility: "PUBLIC_READ" },
      "projectVisibility is PUBLIC_READ",
    ),
    "the block of public snapshots, off": anonymous(
      "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
      { state: "unblocked" },
      "state is unblocked",
    ),
    "the block of a multi-region access point, off": anonymous(
      "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
      { details: { publicAccessBlock: { blockPublicPolicy: false } } },
      "details.publicAccessBlock.blockPublicPolicy is false",
    ),
    "a public repository": {
      change: more("aws:ecrpublic/repository:Repository"),
      at: "Repository more",
      message: "is a public repository, which everyone can pull from",
    },
  },
  harmless: {
    "a pool that says nothing": set("IdentityPool people", "allowUnauthenticatedIdentities", undefined),
    "a private repository": more("aws:ecr/repository:Repository"),
    "an access point with the defaults": more("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", {
      details: { name: "files" },
    }),
    "snapshots that cannot be shared": more("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", {
      state: "block-all-sharing",
    }),
  },
  unknown: {
    "whether guests": {
      change: set("IdentityPool people", "allowUnauthenticatedIdentities", notKnown),
      at: "IdentityPool people",
    },
    "further providers": {
      change: set("GraphQLApi orders", "additionalAuthenticationProviders", notKnown),
      at: "GraphQLApi orders",
    },
  },
});

const itsOwn = (setting: string) => `has an address or a way of its own: ${setting}`;
const template = "aws:ec2/launchTemplate:LaunchTemplate";

testRule("public-address", {
  compliant: [resource("aws:ec2/subnet:Subnet", "inner", { mapPublicIpOnLaunch: false })],
  violations: {
    "a subnet": {
      change: set("Subnet inner", "mapPublicIpOnLaunch", true),
      at: "Subnet inner",
      message: itsOwn("mapPublicIpOnLaunch is true"),
    },
    "a launch template, whose flag is a text": {
      change: more(template, { networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
      at: "LaunchTemplate more",
      message: itsOwn("networkInterfaces.associatePublicIpAddress is true"),
    },
    "a task that a schedule starts": {
      change: more("aws:pipes/pipe:Pipe", {
        targetParameters: {
          ecsTaskParameters: { networkConfiguration: { awsVpcConfiguration: { assignPublicIp: "ENABLED" } } },
        },
      }),
      at: "Pipe more",
      message: itsOwn(
        "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp is ENABLED",
      ),
    },
    "a notebook, by default": {
      change: more("aws:sagemaker/notebookInstance:NotebookInstance"),
      at: "NotebookInstance more",
      message: itsOwn("directInternetAccess is not set, which means Enabled"),
    },
  },
  harmless: {
    "a subnet that says nothing": set("Subnet inner", "mapPublicIpOnLaunch", undefined),
    "a notebook in the VPC": more("aws:sagemaker/notebookInstance:NotebookInstance", {
      directInternetAccess: "Disabled",
    }),
  },
  unknown: { "the setting": { change: set("Subnet inner", "mapPublicIpOnLaunch", notKnown), at: "Subnet inner" } },
});
