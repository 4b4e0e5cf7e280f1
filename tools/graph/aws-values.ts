import { createHash } from "node:crypto";
import { type Answers, functionAnswer, noAnswers, resourceAnswer, stackAnswer } from "./answers/answers-file";
import { policyDocument } from "./answers/policy-document";
import { answerFromRegion } from "./answers/region-functions";
import { ProgramError } from "./program-error";
import type { Backend, Made, Properties, ResourceRequest } from "./types";

/** The account that the graph pretends to be in. */
export const graphAccount = "123456789012";

/** Hexadecimal digits that depend on nothing but the text. */
const digits = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** A physical name where the program gives none: the logical one and seven digits, as the engine makes it. */
export const autoName = ({ name, urn }: Pick<ResourceRequest, "name" | "urn">): string => `${name}-${digits(urn, 7)}`;

/** A UUID that depends on nothing but the text. */
const uuidOf = (text: string): string =>
  digits(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

interface Values {
  readonly id: string;
  readonly [output: string]: string;
}

/** A resource as its maker sees it. */
interface Subject {
  readonly request: ResourceRequest;
  /** The physical name: the one given, or one as the engine would make it. */
  readonly name: string;
  /** An input as text; empty if absent. */
  readonly input: (name: string) => string;
  readonly arn: (service: string, resource: string, options?: { readonly global?: boolean }) => string;
}

const settingOf = ({ input }: Subject): Values => ({ id: input("bucket") });

/** What a bucket's name and region tell. */
const bucketNamed = (bucket: string, region: string): Values => ({
  id: bucket,
  bucket,
  arn: `arn:aws:s3:::${bucket}`,
  bucketDomainName: `${bucket}.s3.amazonaws.com`,
  bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
});

const bucket = ({ request, input }: Subject): Values =>
  bucketNamed(input("bucket") || autoName(request), request.region);

/** What AWS's provider would add, by type: ids and ARNs that look real and are the same in every run. */
const makers: Readonly<Record<string, (subject: Subject) => Values>> = {
  "aws:apigatewayv2/api:Api": ({ request, arn }) => {
    const id = digits(request.urn, 10);
    const endpoint = `https://${id}.execute-api.${request.region}.amazonaws.com`;
    return {
      id,
      arn: `arn:aws:apigateway:${request.region}::/apis/${id}`,
      executionArn: arn("execute-api", id),
      apiEndpoint: endpoint,
    };
  },
  "aws:apigatewayv2/integration:Integration": ({ request }) => ({ id: digits(request.urn, 7) }),
  "aws:apigatewayv2/route:Route": ({ request }) => ({ id: digits(request.urn, 7) }),
  "aws:apigatewayv2/stage:Stage": ({ request, input, name, arn }) => {
    const host = `https://${input("apiId")}.execute-api.${request.region}.amazonaws.com`;
    return {
      id: name,
      arn: `arn:aws:apigateway:${request.region}::/apis/${input("apiId")}/stages/${name}`,
      invokeUrl: name === "$default" ? `${host}/` : `${host}/${name}`,
      executionArn: arn("execute-api", `${input("apiId")}/${name}`),
    };
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": ({ input, arn }) => {
    const own = arn("chatbot", `chat-configuration/slack-channel/${input("configurationName")}`, { global: true });
    return { id: own, chatConfigurationArn: own };
  },
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": ({ input, arn }) => {
    const kind = "microsoft-teams-channel";
    const own = arn("chatbot", `chat-configuration/${kind}/${input("configurationName")}`, { global: true });
    return { id: own, chatConfigurationArn: own };
  },
  "aws:cloudtrail/trail:Trail": ({ request, name, arn }) => {
    const own = arn("cloudtrail", `trail/${name}`);
    return { id: own, name, arn: own, homeRegion: request.region };
  },
  "aws:cloudwatch/dashboard:Dashboard": ({ input, arn }) => {
    const name = input("dashboardName");
    return { id: name, dashboardArn: arn("cloudwatch", `dashboard/${name}`, { global: true }) };
  },
  "aws:cloudwatch/eventBus:EventBus": ({ name, arn }) => ({ id: name, name, arn: arn("events", `event-bus/${name}`) }),
  "aws:cloudwatch/eventRule:EventRule": ({ input, name, arn }) => {
    const bus = input("eventBusName");
    const path = bus === "" || bus === "default" ? name : `${bus}/${name}`;
    return { id: path, name, arn: arn("events", `rule/${path}`) };
  },
  "aws:cloudwatch/eventTarget:EventTarget": ({ request, input }) => {
    const targetId = input("targetId") || autoName(request);
    return { id: `${input("rule")}-${targetId}`, targetId };
  },
  "aws:cloudfront/distribution:Distribution": ({ request }) => {
    const id = `E${digits(request.urn, 13).toUpperCase()}`;
    return {
      id,
      arn: `arn:aws:cloudfront::${graphAccount}:distribution/${id}`,
      domainName: `d${digits(request.urn, 13)}.cloudfront.net`,
    };
  },
  "aws:cloudwatch/logGroup:LogGroup": ({ name, arn }) => ({ id: name, name, arn: arn("logs", `log-group:${name}`) }),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": ({ name }) => ({ id: name, name }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name, arn }) => ({
    id: name,
    name,
    arn: arn("cloudwatch", `alarm:${name}`),
  }),
  "aws:cloudwatch/queryDefinition:QueryDefinition": ({ request, name }) => {
    const id = uuidOf(request.urn);
    return { id, name, queryDefinitionId: id };
  },
  "aws:dynamodb/table:Table": ({ name, arn }) => ({ id: name, name, arn: arn("dynamodb", `table/${name}`) }),
  "aws:iam/group:Group": ({ name, arn }) => ({ id: name, name, arn: arn("iam", `group/${name}`, { global: true }) }),
  "aws:iam/groupMembership:GroupMembership": ({ name }) => ({ id: name, name }),
  "aws:iam/groupPolicy:GroupPolicy": ({ input, name }) => ({ id: `${input("group")}:${name}`, name }),
  "aws:iam/policy:Policy": ({ name, arn }) => {
    const own = arn("iam", `policy/${name}`, { global: true });
    return { id: own, name, arn: own };
  },
  "aws:iam/role:Role": ({ request, name, arn }) => ({
    id: name,
    name,
    arn: arn("iam", `role/${name}`, { global: true }),
    uniqueId: `AROA${digits(request.urn, 17).toUpperCase()}`,
  }),
  "aws:iam/rolePolicy:RolePolicy": ({ input, name }) => ({ id: `${input("role")}:${name}`, name }),
  "aws:kms/alias:Alias": ({ name, arn }) => ({ id: name, name, arn: arn("kms", name) }),
  "aws:kms/key:Key": ({ request, arn }) => {
    const id = uuidOf(request.urn);
    return { id, keyId: id, arn: arn("kms", `key/${id}`) };
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": ({ request, arn }) => {
    const uuid = uuidOf(request.urn);
    return { id: uuid, uuid, arn: arn("lambda", `event-source-mapping:${uuid}`) };
  },
  "aws:lambda/function:Function": ({ request, name, arn }) => {
    const own = arn("lambda", `function:${name}`);
    const invokeArn = `arn:aws:apigateway:${request.region}:lambda:path/2015-03-31/functions/${own}/invocations`;
    return { id: name, name, arn: own, invokeArn };
  },
  "aws:lambda/permission:Permission": ({ name }) => ({ id: name, statementId: name }),
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketAcl:BucketAcl": settingOf,
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": settingOf,
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": ({ input }) => ({
    id: `${input("bucket")}:${input("name")}`,
  }),
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": settingOf,
  "aws:s3/bucketLogging:BucketLogging": settingOf,
  "aws:s3/bucketLoggingV2:BucketLoggingV2": settingOf,
  "aws:s3/bucketNotification:BucketNotification": settingOf,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": settingOf,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": settingOf,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": settingOf,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": settingOf,
  "aws:s3/bucketPolicy:BucketPolicy": settingOf,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": settingOf,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": settingOf,
  "aws:s3/bucketObject:BucketObject": ({ input }) => ({ id: `${input("bucket")}/${input("key")}` }),
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketVersioning:BucketVersioning": settingOf,
  "aws:s3/bucketVersioningV2:BucketVersioningV2": settingOf,
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": settingOf,
  "aws:sns/topic:Topic": ({ name, arn }) => ({ id: arn("sns", name), name, arn: arn("sns", name) }),
  "aws:sns/topicPolicy:TopicPolicy": ({ input }) => ({ id: input("arn") }),
  "aws:sns/topicSubscription:TopicSubscription": ({ request, input }) => {
    const own = `${input("topic")}:${uuidOf(request.urn)}`;
    return { id: own, arn: own };
  },
  "aws:sqs/queue:Queue": ({ request, name, arn }) => {
    const url = `https://sqs.${request.region}.amazonaws.com/${graphAccount}/${name}`;
    return { id: url, name, url, arn: arn("sqs", name) };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ input }) => ({ id: input("queueUrl") }),
  "pulumi:providers:aws": ({ request }) => ({ id: digits(request.urn, 36) }),
};

/** Answers the provider functions that need nothing but their arguments, the account and the region. */
export const invokeFor =
  (account: string): Backend["invoke"] =>
  async (call) =>
    call.token === "aws:iam/getPolicyDocument:getPolicyDocument"
      ? policyDocument(call.args)
      : answerFromRegion(account, call);

/** Whether the values that AWS would add to a type are described here. */
export const isDescribed = (type: string): boolean => Object.hasOwn(makers, type);

/** A type that nobody has described gets a name, an id and an ARN of the usual form. */
const makeForeign = ({ request, name, arn }: Subject): Values => {
  const [, path = "", kind = ""] = request.type.split(":");
  return { id: name, name, arn: arn(path.split("/")[0] ?? "", `${kind.toLowerCase()}/${name}`) };
};

/** Another stack's outputs, as the engine answers them. */
const referenced = (outputs: Properties | undefined): Properties | undefined =>
  outputs && { outputs, secretOutputNames: [] };

/** What the backend of a graph needs. */
export interface GraphSettings {
  /** Whether types that nobody has described here are given an id and an ARN of the usual form. */
  readonly foreign?: boolean;
  /** What the user knows. */
  readonly answers?: Answers;
}

/** Makes nothing, and answers as AWS would. A type that it does not know stops the program, unless told otherwise. */
export const graphBackend = ({ foreign = false, answers = noAnswers }: GraphSettings = {}): Backend => ({
  invoke: async (call) => functionAnswer(answers, call) ?? invokeFor(graphAccount)(call),
  read: async ({ type, id, region }) => {
    if (type === "pulumi:pulumi:StackReference") return referenced(stackAnswer(answers, id));
    const told = resourceAnswer(answers, type, id);
    return /^aws:s3\/bucket(V2)?:/.test(type) ? { ...bucketNamed(id, region), ...told } : told;
  },
  create: async (request): Promise<Made> => {
    const maker = makers[request.type] ?? (foreign ? makeForeign : undefined);
    if (maker === undefined)
      throw new ProgramError(
        `${request.name}: the type ${request.type} is not known; add it to tools/graph/aws-values.ts.`,
      );
    const input = (name: string): string => String(request.inputs[name] ?? "");
    const { id, ...outputs } = maker({
      request,
      input,
      name: input("name") || autoName(request),
      arn: (service, resource, { global = false } = {}) =>
        `arn:aws:${service}:${global ? "" : request.region}:${graphAccount}:${resource}`,
    });
    return { id, outputs };
  },
});
