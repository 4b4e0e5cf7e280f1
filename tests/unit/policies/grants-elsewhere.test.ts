import { notKnown } from "../../../policies/framework/values";
import { add, drop, resource, set, testRule } from "../../support/policies";

const own = "123456789012";
const other = "210987654321";
const role = (account: string) => `arn:aws:iam::${account}:role/reader`;
const keyArn = `arn:aws:kms:eu-central-1:${own}:key/1`;
const key = resource("aws:kms/key:Key", "key", { arn: keyArn });
const stack = resource("pulumi:pulumi:Stack", "stack");
const grantType = "aws:kms/grant:Grant";
const grant = resource(grantType, "main", {
  keyId: keyArn,
  granteePrincipal: role(own),
  operations: ["Decrypt", "GenerateDataKey"],
});
const wrong = (property: string, to: unknown, message: string) => ({
  change: set("Grant main", property, to),
  at: "Grant main",
  message,
});
const passes = "lets its grantee pass the key on by CreateGrant, under no constraint";

testRule("kms-grant", {
  compliant: [key, grant],
  violations: {
    "a role of another account": wrong("granteePrincipal", role(other), `names account ${other} as granteePrincipal`),
    "a session of another account": wrong(
      "granteePrincipal",
      `arn:aws:sts::${other}:assumed-role/reader/x`,
      `names account ${other} as granteePrincipal`,
    ),
    "a service's role of another account": wrong(
      "granteePrincipal",
      `arn:aws:iam::${other}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
      `names account ${other} as granteePrincipal`,
    ),
    "another account that may retire it": wrong(
      "retiringPrincipal",
      role(other),
      `names account ${other} as retiringPrincipal`,
    ),
    "the whole account": wrong(
      "granteePrincipal",
      `arn:aws:iam::${own}:root`,
      `gives the whole of arn:aws:iam::${own}:root Decrypt, GenerateDataKey`,
    ),
    "one that can be passed on": wrong("operations", ["Decrypt", "CreateGrant"], passes),
    "one that can be passed on, with an empty constraint": {
      ...wrong("operations", ["CreateGrant"], passes),
      change: (fixtures) =>
        set("Grant main", "operations", ["CreateGrant"])(
          set("Grant main", "constraints", [{ encryptionContextEquals: {} }])(fixtures),
        ),
    },
    "where nothing shows the account": {
      change: drop("Key key"),
      at: "Grant main",
      message: `names account ${own} as granteePrincipal; which account is the key's own does not show`,
    },
  },
  harmless: {
    "an account that the team names": {
      change: set("Grant main", "granteePrincipal", role(other)),
      parameters: { accounts: [other] },
    },
    "another account that only looks": (fixtures) =>
      set("Grant main", "operations", ["DescribeKey"])(set("Grant main", "granteePrincipal", role(other))(fixtures)),
    "Auto Scaling's role, as its guide says": (fixtures) =>
      set("Grant main", "operations", ["Decrypt", "CreateGrant"])(
        set(
          "Grant main",
          "granteePrincipal",
          `arn:aws:iam::${own}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
        )(fixtures),
      ),
  },
  unknown: { "to whom": { change: set("Grant main", "granteePrincipal", notKnown), at: "Grant main" } },
});

const more = (type: string, inputs: object) => add(resource(type, "more", { ...inputs }));
const named = (type: string, inputs: object, label: string, path: string) => ({
  change: more(type, inputs),
  at: `${label} more`,
  message: `names account ${other} by ${path}`,
});

testRule("iam-foreign-grant", {
  compliant: [key, resource("aws:ram/principalAssociation:PrincipalAssociation", "good", { principal: own })],
  violations: {
    "a share": named(
      "aws:ram/principalAssociation:PrincipalAssociation",
      { principal: other },
      "PrincipalAssociation",
      "principal",
    ),
    "logs that go elsewhere": named(
      "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
      { destinationArn: `arn:aws:logs:eu-central-1:${other}:destination:d` },
      "LogSubscriptionFilter",
      "destinationArn",
    ),
    "events that go elsewhere": named(
      "aws:cloudwatch/eventTarget:EventTarget",
      { arn: `arn:aws:events:eu-central-1:${other}:event-bus/b` },
      "EventTarget",
      "arn",
    ),
    "a backup's copy": named(
      "aws:backup/plan:Plan",
      { rules: [{ copyActions: [{ destinationVaultArn: `arn:aws:backup:eu-central-1:${other}:backup-vault:v` }] }] },
      "Plan",
      "rules.copyActions.destinationVaultArn",
    ),
    "snapshots that a lifecycle shares": named(
      "aws:dlm/lifecyclePolicy:LifecyclePolicy",
      { policyDetails: { schedules: [{ shareRule: { targetAccounts: [other] } }] } },
      "LifecyclePolicy",
      "policyDetails.schedules.shareRule.targetAccounts",
    ),
    "a document of Systems Manager, among others": named(
      "aws:ssm/document:Document",
      { permissions: { type: "Share", accountIds: `${own}, ${other}` } },
      "Document",
      "permissions.accountIds",
    ),
    "a snapshot of a database cluster": named(
      "aws:rds/clusterSnapshot:ClusterSnapshot",
      { sharedAccounts: [other] },
      "ClusterSnapshot",
      "sharedAccounts",
    ),
    "images' copies": named(
      "aws:ecr/replicationConfiguration:ReplicationConfiguration",
      { replicationConfiguration: { rules: [{ destinations: [{ region: "eu-west-1", registryId: other }] }] } },
      "ReplicationConfiguration",
      "replicationConfiguration.rules.destinations.registryId",
    ),
    "an access grant": named(
      "aws:s3control/accessGrant:AccessGrant",
      { grantee: { granteeType: "IAM", granteeIdentifier: role(other) } },
      "AccessGrant",
      "grantee.granteeIdentifier",
    ),
    "an access point": named(
      "aws:s3/accessPoint:AccessPoint",
      { bucketAccountId: other },
      "AccessPoint",
      "bucketAccountId",
    ),
    "a share outside of the organization": {
      change: more("aws:ram/resourceShare:ResourceShare", { allowExternalPrincipals: "true" }),
      at: "ResourceShare more",
      message: "may be shared with accounts outside of the organization",
    },
  },
  harmless: {
    "an account that the team names": {
      change: more("aws:ram/principalAssociation:PrincipalAssociation", { principal: other }),
      parameters: { accounts: [other] },
    },
    "a statement of a policy, which iam-foreign-account judges": more("aws:lambda/permission:Permission", {
      principal: role(other),
    }),
    "a share within the organization": more("aws:ram/resourceShare:ResourceShare", { name: "subnets" }),
    "an e-mail subscriber": more("aws:sns/topicSubscription:TopicSubscription", { endpoint: "ops@example.com" }),
  },
  unknown: {
    "to whom": {
      change: more("aws:ram/principalAssociation:PrincipalAssociation", { principal: notKnown }),
      at: "PrincipalAssociation more",
    },
  },
});

const hidden = (type: string, label: string, message: string) => ({ change: more(type, {}), at: label, message });
const template = "makes the resources of a CloudFormation template, which no rule sees";

testRule("program-hidden-resources", {
  compliant: [stack, key],
  violations: {
    "a template": hidden("aws:cloudformation/stack:Stack", "Stack more", template),
    "templates in other accounts": hidden("aws:cloudformation/stackSet:StackSet", "StackSet more", template),
    "Cloud Control": hidden(
      "aws:cloudcontrol/resource:Resource",
      "Resource more",
      "makes a resource by Cloud Control, which no rule sees",
    ),
    "aws-native": hidden(
      "aws-native:s3:Bucket",
      "Bucket more",
      "is of the provider aws-native, which no rule is about",
    ),
    awscc: hidden("awscc:s3/bucket:Bucket", "Bucket more", "is of the provider awscc, which no rule is about"),
  },
  harmless: {
    "another cloud, and none": add(
      resource("random:index/randomId:RandomId", "more"),
      resource("gcp:storage/bucket:Bucket", "more"),
    ),
    "a component": more("awsx:ec2:Vpc", {}),
  },
  unknown: "it depends on the types alone",
});

const subscription = "aws:sns/topicSubscription:TopicSubscription";
const integration = "aws:apigatewayv2/integration:Integration";
const plain = (type: string, inputs: object, label: string, message: string) => ({
  change: more(type, inputs),
  at: `${label} more`,
  message,
});

testRule("program-plain-http", {
  compliant: [stack, resource(subscription, "good", { protocol: "https", endpoint: "https://hooks.example.com" })],
  violations: {
    "a subscription": plain(
      subscription,
      { protocol: "http", endpoint: "http://hooks.example.com" },
      "TopicSubscription",
      "subscribes by plain HTTP",
    ),
    "a subscription whose endpoint is not known": plain(
      subscription,
      { protocol: "HTTP" },
      "TopicSubscription",
      "subscribes by plain HTTP",
    ),
    "a subscription that says https and means http": plain(
      subscription,
      { protocol: "https", endpoint: "HTTP://hooks.example.com" },
      "TopicSubscription",
      "uses plain HTTP: endpoint is HTTP://hooks.example.com",
    ),
    "an integration": plain(
      integration,
      { integrationUri: "http://files.example.com" },
      "Integration",
      "uses plain HTTP: integrationUri is http://files.example.com",
    ),
    "a stream": plain(
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
      { httpEndpointConfiguration: { url: "http://logs.example.com" } },
      "FirehoseDeliveryStream",
      "uses plain HTTP: httpEndpointConfiguration.url is http://logs.example.com",
    ),
    "a connection": plain(
      "aws:cloudwatch/eventConnection:EventConnection",
      { authParameters: { oauth: { authorizationEndpoint: "http://login.example.com" } } },
      "EventConnection",
      "uses plain HTTP: authParameters.oauth.authorizationEndpoint is http://login.example.com",
    ),
    "a container's log driver": plain(
      "aws:ecs/taskDefinition:TaskDefinition",
      {
        containerDefinitions: JSON.stringify([
          { logConfiguration: { options: { "splunk-url": "http://logs.example.com" } } },
        ]),
      },
      "TaskDefinition",
      "uses plain HTTP: containerDefinitions.0.logConfiguration.options.splunk-url is http://logs.example.com",
    ),
    "a state machine's task": plain(
      "aws:sfn/stateMachine:StateMachine",
      {
        definition: JSON.stringify({ States: { Call: { Arguments: { ApiEndpoint: "http://api.example.com" } } } }),
      },
      "StateMachine",
      "uses plain HTTP: definition.States.Call.Arguments.ApiEndpoint is http://api.example.com",
    ),
    "an API destination": plain(
      "aws:cloudwatch/eventApiDestination:EventApiDestination",
      { invocationEndpoint: " http://api.example.com" },
      "EventApiDestination",
      "uses plain HTTP: invocationEndpoint is http://api.example.com",
    ),
  },
  harmless: {
    "a container's own port": more("aws:ecs/taskDefinition:TaskDefinition", {
      containerDefinitions: JSON.stringify([{ name: "web", healthUrl: "http://localhost:8080/health" }]),
    }),
    "a private integration": more(integration, {
      connectionType: "VPC_LINK",
      integrationUri: "http://internal.example.com",
    }),
    "a developer's machine": more("aws:cognito/userPoolClient:UserPoolClient", {
      callbackUrls: ["http://localhost:3000"],
    }),
    "a variable of a program": more("aws:lambda/function:Function", {
      environment: { variables: { API_URL: "http://api.internal" } },
    }),
  },
  unknown: {
    "an endpoint": { change: more(subscription, { protocol: "sqs", endpoint: notKnown }), at: "Stack stack" },
    "an address inside of a block": {
      change: more("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {
        httpEndpointConfiguration: { url: notKnown, name: "out" },
      }),
      at: "Stack stack",
    },
    "an address in a list": {
      change: more("aws:cognito/userPoolClient:UserPoolClient", { callbackUrls: [notKnown] }),
      at: "Stack stack",
    },
  },
});
