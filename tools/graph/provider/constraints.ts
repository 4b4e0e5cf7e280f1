/**
 * Which arguments of a resource exclude each other, and of which one must be given. The provider's own schema
 * (ConflictsWith, ExactlyOneOf, AtLeastOneOf) is in its plugin only; its documentation says most of it in fixed phrases.
 *
 * Source: @pulumi/aws 7.48.0 (npm) of 2026-09-22.
 * Made by `npm run policies:data`: do not edit.
 */
export const constrainedBy: string = "@pulumi/aws 7.48.0";

/** What the arguments of a resource type exclude, and of which one must be given. */
export interface Constraints {
  readonly conflicts?: readonly (readonly string[])[];
  readonly exactlyOne?: readonly (readonly string[])[];
  readonly atLeastOne?: readonly (readonly string[])[];
}

export const constraints: Readonly<Record<string, Constraints>> = {
  "aws:alb/loadBalancer:LoadBalancer": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:alb/targetGroup:TargetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:apigateway/domainName:DomainName": {
    conflicts: [
      ["certificateArn", "certificateBody"],
      ["certificateArn", "certificateChain"],
      ["certificateArn", "certificateName"],
      ["certificateArn", "certificatePrivateKey"],
      ["certificateArn", "regionalCertificateArn"],
      ["certificateArn", "regionalCertificateName"],
      ["certificateBody", "regionalCertificateArn"],
      ["certificateBody", "regionalCertificateName"],
      ["certificateChain", "regionalCertificateArn"],
      ["certificateChain", "regionalCertificateName"],
      ["certificateName", "regionalCertificateArn"],
      ["certificateName", "regionalCertificateName"],
      ["certificatePrivateKey", "regionalCertificateArn"],
      ["certificatePrivateKey", "regionalCertificateName"],
    ],
  },
  "aws:appsync/sourceApiAssociation:SourceApiAssociation": {
    atLeastOne: [
      ["mergedApiArn", "mergedApiId"],
      ["sourceApiArn", "sourceApiId"],
    ],
  },
  "aws:autoscaling/group:Group": {
    conflicts: [
      ["availabilityZones", "vpcZoneIdentifiers"],
      ["name", "namePrefix"],
    ],
  },
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider": {
    conflicts: [
      ["apiKey", "apiKeySecretConfig"],
      ["apiKey", "apiKeyWo"],
      ["apiKeySecretConfig", "apiKeyWo"],
    ],
  },
  "aws:budgets/budget:Budget": {
    conflicts: [["costFilters", "filterExpression"]],
  },
  "aws:cloudformation/stack:Stack": {
    conflicts: [["disableRollback", "onFailure"]],
  },
  "aws:cloudformation/stackSet:StackSet": {
    conflicts: [["templateBody", "templateUrl"]],
  },
  "aws:cloudfront/publicKey:PublicKey": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:cloudhsmv2/hsm:Hsm": {
    conflicts: [["availabilityZone", "subnetId"]],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    conflicts: [
      ["isEnabled", "state"],
      ["name", "namePrefix"],
    ],
    atLeastOne: [["eventPattern", "scheduleExpression"]],
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    conflicts: [
      ["input", "inputPath"],
      ["input", "inputTransformer"],
      ["inputPath", "inputTransformer"],
    ],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    exactlyOne: [["policyName", "resourceArn"]],
  },
  "aws:cloudwatch/metricStream:MetricStream": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:codeconnections/connection:Connection": {
    conflicts: [["hostArn", "providerType"]],
  },
  "aws:codestarconnections/connection:Connection": {
    conflicts: [["hostArn", "providerType"]],
  },
  "aws:cognito/user:User": {
    conflicts: [["password", "temporaryPassword"]],
  },
  "aws:cognito/userPool:UserPool": {
    conflicts: [["aliasAttributes", "usernameAttributes"]],
  },
  "aws:cognito/userPoolUICustomization:UserPoolUICustomization": {
    atLeastOne: [["css", "imageFile"]],
  },
  "aws:comprehend/documentClassifier:DocumentClassifier": {
    conflicts: [["versionName", "versionNamePrefix"]],
  },
  "aws:comprehend/entityRecognizer:EntityRecognizer": {
    conflicts: [["versionName", "versionNamePrefix"]],
  },
  "aws:connect/contactFlow:ContactFlow": {
    conflicts: [["content", "filename"]],
  },
  "aws:connect/contactFlowModule:ContactFlowModule": {
    conflicts: [["content", "filename"]],
  },
  "aws:datasync/agent:Agent": {
    conflicts: [
      ["activationKey", "ipAddress"],
      ["activationKey", "privateLinkEndpoint"],
    ],
  },
  "aws:directconnect/bgpPeer:BgpPeer": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:directconnect/hostedPublicVirtualInterface:HostedPublicVirtualInterface": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:directconnect/transitVirtualInterface:TransitVirtualInterface": {
    exactlyOne: [["bgpAsn", "bgpAsnLong"]],
  },
  "aws:docdb/cluster:Cluster": {
    conflicts: [
      ["clusterIdentifier", "clusterIdentifierPrefix"],
      ["manageMasterUserPassword", "masterPassword"],
      ["manageMasterUserPassword", "masterPasswordWo"],
      ["masterPassword", "masterPasswordWo"],
    ],
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    conflicts: [["identifier", "identifierPrefix"]],
  },
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:docdb/eventSubscription:EventSubscription": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:docdb/globalCluster:GlobalCluster": {
    conflicts: [["engine", "sourceDbClusterIdentifier"]],
  },
  "aws:docdb/subnetGroup:SubnetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:ebs/volume:Volume": {
    atLeastOne: [["size", "snapshotId"]],
  },
  "aws:ec2/customerGateway:CustomerGateway": {
    conflicts: [["bgpAsn", "bgpAsnExtended"]],
  },
  "aws:ec2/dedicatedHost:DedicatedHost": {
    exactlyOne: [["instanceFamily", "instanceType"]],
  },
  "aws:ec2/flowLog:FlowLog": {
    atLeastOne: [
      ["eniId", "regionalNatGatewayId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"],
    ],
  },
  "aws:ec2/instance:Instance": {
    conflicts: [["placementGroup", "placementGroupId"]],
  },
  "aws:ec2/keyPair:KeyPair": {
    conflicts: [["keyName", "keyNamePrefix"]],
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    conflicts: [
      ["defaultVersion", "updateDefaultVersion"],
      ["name", "namePrefix"],
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    conflicts: [["gatewayId", "subnetId"]],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": {
    conflicts: [["placementGroup", "placementGroupId"]],
  },
  "aws:ec2/vpc:Vpc": {
    conflicts: [
      ["assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"],
      ["ipv6CidrBlock", "ipv6NetmaskLength"],
    ],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    exactlyOne: [["resourceConfigurationArn", "serviceName", "serviceNetworkArn"]],
  },
  "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification": {
    atLeastOne: [["vpcEndpointId", "vpcEndpointServiceId"]],
  },
  "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr": {
    conflicts: [["cidr", "netmaskLength"]],
  },
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": {
    conflicts: [
      ["assignGeneratedIpv6CidrBlock", "ipv6CidrBlock"],
      ["assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"],
      ["assignGeneratedIpv6CidrBlock", "ipv6NetmaskLength"],
      ["assignGeneratedIpv6CidrBlock", "ipv6Pool"],
      ["ipv6CidrBlock", "ipv6NetmaskLength"],
      ["ipv6IpamPoolId", "ipv6Pool"],
    ],
  },
  "aws:ec2clientvpn/authorizationRule:AuthorizationRule": {
    atLeastOne: [["accessGroupId", "authorizeAllGroups"]],
  },
  "aws:ec2clientvpn/endpoint:Endpoint": {
    conflicts: [
      ["securityGroupIds", "transitGatewayConfiguration"],
      ["transitGatewayConfiguration", "vpcId"],
    ],
  },
  "aws:ecs/capacityProvider:CapacityProvider": {
    exactlyOne: [["autoScalingGroupProvider", "managedInstancesProvider"]],
  },
  "aws:ecs/service:Service": {
    conflicts: [["capacityProviderStrategies", "launchType"]],
  },
  "aws:eks/nodeGroup:NodeGroup": {
    conflicts: [
      ["launchTemplate", "remoteAccess"],
      ["nodeGroupName", "nodeGroupNamePrefix"],
    ],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    conflicts: [
      ["authToken", "authTokenWo"],
      ["nodeGroupConfigurations", "preferredCacheClusterAzs"],
      ["numCacheClusters", "numNodeGroups"],
      ["numCacheClusters", "replicasPerNodeGroup"],
    ],
  },
  "aws:elasticache/user:User": {
    conflicts: [
      ["authenticationMode", "passwordsWo"],
      ["passwords", "passwordsWo"],
    ],
  },
  "aws:elb/loadBalancer:LoadBalancer": {
    conflicts: [["name", "namePrefix"]],
    exactlyOne: [["availabilityZones", "subnets"]],
  },
  "aws:emr/securityConfiguration:SecurityConfiguration": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:fms/policy:Policy": {
    conflicts: [["resourceType", "resourceTypeLists"]],
  },
  "aws:gamelift/fleet:Fleet": {
    conflicts: [["buildId", "scriptId"]],
  },
  "aws:glue/devEndpoint:DevEndpoint": {
    conflicts: [["numberOfNodes", "workerType"]],
  },
  "aws:iam/groupPolicy:GroupPolicy": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/policy:Policy": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/role:Role": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/serverCertificate:ServerCertificate": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:iam/userPolicy:UserPolicy": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:kms/alias:Alias": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:lambda/function:Function": {
    conflicts: [
      ["code", "imageUri"],
      ["code", "s3Bucket"],
      ["imageUri", "sourceKmsKeyArn"],
    ],
  },
  "aws:lambda/permission:Permission": {
    conflicts: [["statementId", "statementIdPrefix"]],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:lb/targetGroup:TargetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:lb/trustStore:TrustStore": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:lightsail/keyPair:KeyPair": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:macie/customDataIdentifier:CustomDataIdentifier": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:macie/findingsFilter:FindingsFilter": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:macie2/classificationJob:ClassificationJob": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:memorydb/acl:Acl": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:memorydb/cluster:Cluster": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:memorydb/parameterGroup:ParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:memorydb/snapshot:Snapshot": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:memorydb/subnetGroup:SubnetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:msk/channel:Channel": {
    exactlyOne: [["icebergDestination", "s3Destination"]],
  },
  "aws:neptune/cluster:Cluster": {
    conflicts: [["clusterIdentifier", "clusterIdentifierPrefix"]],
  },
  "aws:neptune/clusterInstance:ClusterInstance": {
    conflicts: [["identifier", "identifierPrefix"]],
  },
  "aws:neptune/clusterParameterGroup:ClusterParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:neptune/eventSubscription:EventSubscription": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:neptune/globalCluster:GlobalCluster": {
    conflicts: [["engine", "sourceDbClusterIdentifier"]],
  },
  "aws:neptune/parameterGroup:ParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:neptune/subnetGroup:SubnetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:pinpoint/app:App": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:pinpoint/gcmChannel:GcmChannel": {
    conflicts: [["apiKey", "serviceJson"]],
  },
  "aws:pipes/pipe:Pipe": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:rds/cluster:Cluster": {
    conflicts: [
      ["clusterIdentifier", "clusterIdentifierPrefix"],
      ["globalClusterIdentifier", "snapshotIdentifier"],
    ],
  },
  "aws:rds/clusterEndpoint:ClusterEndpoint": {
    conflicts: [["excludedMembers", "staticMembers"]],
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    conflicts: [["identifier", "identifierPrefix"]],
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:rds/customDbEngineVersion:CustomDbEngineVersion": {
    conflicts: [["filename", "manifest"]],
  },
  "aws:rds/eventSubscription:EventSubscription": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:rds/globalCluster:GlobalCluster": {
    conflicts: [["engine", "sourceDbClusterIdentifier"]],
  },
  "aws:rds/instance:Instance": {
    conflicts: [
      ["domain", "domainAuthSecretArn"],
      ["domain", "domainDnsIps"],
      ["domain", "domainFqdn"],
      ["domain", "domainOu"],
      ["domainAuthSecretArn", "domainIamRoleName"],
      ["domainDnsIps", "domainIamRoleName"],
      ["domainFqdn", "domainIamRoleName"],
      ["domainIamRoleName", "domainOu"],
      ["identifier", "identifierPrefix"],
    ],
  },
  "aws:rds/optionGroup:OptionGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:redshift/cluster:Cluster": {
    conflicts: [
      ["manageMasterPassword", "masterPassword"],
      ["manageMasterPassword", "masterPasswordWo"],
      ["masterPassword", "masterPasswordWo"],
      ["snapshotArn", "snapshotIdentifier"],
    ],
    atLeastOne: [
      ["manageMasterPassword", "masterPassword"],
      ["manageMasterPassword", "masterPassword", "masterPasswordWo"],
    ],
  },
  "aws:redshift/dataShareConsumerAssociation:DataShareConsumerAssociation": {
    conflicts: [
      ["associateEntireAccount", "consumerArn"],
      ["associateEntireAccount", "consumerRegion"],
      ["consumerArn", "consumerRegion"],
    ],
  },
  "aws:redshift/snapshotSchedule:SnapshotSchedule": {
    conflicts: [["identifier", "identifierPrefix"]],
  },
  "aws:redshiftserverless/namespace:Namespace": {
    conflicts: [
      ["adminUserPassword", "adminUserPasswordWo"],
      ["adminUserPassword", "manageAdminPassword"],
      ["adminUserPasswordWo", "manageAdminPassword"],
    ],
  },
  "aws:route53/resolverFirewallRule:ResolverFirewallRule": {
    conflicts: [
      ["confidenceThreshold", "firewallDomainListId"],
      ["dnsThreatProtection", "firewallDomainListId"],
    ],
  },
  "aws:s3/bucket:Bucket": {
    conflicts: [
      ["acl", "grants"],
      ["bucket", "bucketPrefix"],
    ],
  },
  "aws:s3/bucketV2:BucketV2": {
    conflicts: [
      ["acl", "grants"],
      ["bucket", "bucketPrefix"],
    ],
  },
  "aws:s3/objectCopy:ObjectCopy": {
    conflicts: [["acl", "grants"]],
  },
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:sagemaker/trainingJob:TrainingJob": {
    conflicts: [
      ["algorithmSpecification", "serverlessJobConfig"],
      ["checkpointConfig", "serverlessJobConfig"],
      ["debugHookConfig", "serverlessJobConfig"],
      ["enableManagedSpotTraining", "serverlessJobConfig"],
      ["environment", "serverlessJobConfig"],
      ["experimentConfig", "serverlessJobConfig"],
      ["profilerConfig", "serverlessJobConfig"],
      ["profilerRuleConfigurations", "serverlessJobConfig"],
      ["retryStrategy", "serverlessJobConfig"],
      ["serverlessJobConfig", "tensorBoardOutputConfig"],
    ],
  },
  "aws:sagemaker/workforce:Workforce": {
    conflicts: [["cognitoConfig", "oidcConfig"]],
  },
  "aws:scheduler/schedule:Schedule": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:secretsmanager/secret:Secret": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:sfn/stateMachine:StateMachine": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:signer/signingProfile:SigningProfile": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:signer/signingProfilePermission:SigningProfilePermission": {
    conflicts: [["statementId", "statementIdPrefix"]],
  },
  "aws:sns/topic:Topic": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:sqs/queue:Queue": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:storagegateway/gateway:Gateway": {
    conflicts: [["activationKey", "gatewayIpAddress"]],
    atLeastOne: [["activationKey", "gatewayIpAddress"]],
  },
  "aws:swf/domain:Domain": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:synthetics/canary:Canary": {
    conflicts: [
      ["s3Bucket", "zipFile"],
      ["s3Key", "zipFile"],
      ["s3Version", "zipFile"],
    ],
  },
  "aws:transcribe/vocabulary:Vocabulary": {
    conflicts: [["phrases", "vocabularyFileUri"]],
  },
  "aws:wafv2/ipSet:IpSet": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:wafv2/regexPatternSet:RegexPatternSet": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:wafv2/ruleGroup:RuleGroup": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:wafv2/webAcl:WebAcl": {
    conflicts: [["name", "namePrefix"]],
  },
  "aws:wafv2/webAclRule:WebAclRule": {
    conflicts: [["action", "overrideAction"]],
  },
  "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation": {
    conflicts: [["managedRuleGroup", "ruleGroupReference"]],
    atLeastOne: [["managedRuleGroup", "ruleGroupReference"]],
  },
};
