import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeQueryDefinitionsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListGroupsCommand, ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Clients } from "./clients";

/** What an account has in a region. */
export interface Remains {
  /** Each thing as service and name, such as `s3 bucket acme-files`. */
  readonly things: readonly string[];
  /** Keys that wait for their deletion: KMS deletes none at once. */
  readonly pendingKeys: readonly string[];
}

const named = (kind: string, names: readonly (string | undefined)[] = []): string[] =>
  names.map((name) => `${kind} ${name}`);

const kms = async (client: KMSClient) => {
  const { Keys = [] } = await client.send(new ListKeysCommand({}));
  const keys = await Promise.all(
    Keys.map(async ({ KeyId }) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
  );
  const { Aliases = [] } = await client.send(new ListAliasesCommand({}));
  const [own, aliases] = [
    keys.filter((key) => key?.KeyManager !== "AWS"),
    Aliases.map(({ AliasName }) => AliasName).filter((name) => !name?.startsWith("alias/aws/")),
  ];
  const pending = own.filter((key) => key?.KeyState === "PendingDeletion");
  const left = own.filter((key) => key?.KeyState !== "PendingDeletion");
  const ids = (some: typeof own) => some.map((key) => key?.KeyId);
  return {
    things: [...named("kms key", ids(left)), ...named("kms alias", aliases)],
    pending: named("kms key", ids(pending)),
  };
};

/** The names of the event buses. */
const buses = async (clients: Clients, region: string): Promise<(string | undefined)[]> => {
  const { EventBuses = [] } = await clients(EventBridgeClient, region).send(new ListEventBusesCommand({}));
  return EventBuses.map(({ Name }) => Name);
};

type Names = readonly (string | undefined)[] | undefined;
type At = (clients: Clients, region: string) => Promise<Names>;

/** What there is of one kind, but for keys: its name in a report, and how its service lists it. */
const kinds: readonly (readonly [kind: string, names: At])[] = [
  [
    "s3 bucket",
    async (clients, region) =>
      (await clients(S3Client, region).send(new ListBucketsCommand({ BucketRegion: region }))).Buckets?.map(
        ({ Name }) => Name,
      ),
  ],
  [
    "table",
    async (clients, region) => (await clients(DynamoDBClient, region).send(new ListTablesCommand({}))).TableNames,
  ],
  [
    "trail",
    async (clients, region) =>
      (await clients(CloudTrailClient, region).send(new DescribeTrailsCommand({}))).trailList?.map(({ Name }) => Name),
  ],
  [
    "api",
    async (clients, region) =>
      (await clients(ApiGatewayV2Client, region).send(new GetApisCommand({}))).Items?.map(({ Name }) => Name),
  ],
  [
    "log group",
    async (clients, region) =>
      (await clients(CloudWatchLogsClient, region).send(new DescribeLogGroupsCommand({}))).logGroups?.map(
        ({ logGroupName }) => logGroupName,
      ),
  ],
  [
    "metric filter",
    async (clients, region) =>
      (await clients(CloudWatchLogsClient, region).send(new DescribeMetricFiltersCommand({}))).metricFilters?.map(
        ({ filterName }) => filterName,
      ),
  ],
  [
    "saved query",
    async (clients, region) =>
      (await clients(CloudWatchLogsClient, region).send(new DescribeQueryDefinitionsCommand({}))).queryDefinitions?.map(
        ({ name }) => name,
      ),
  ],
  ["event bus", async (clients, region) => (await buses(clients, region)).filter((name) => name !== "default")],
  [
    "event rule",
    async (clients, region) => {
      const client = clients(EventBridgeClient, region);
      const rules = (await buses(clients, region)).map((EventBusName) =>
        client.send(new ListRulesCommand({ EventBusName })),
      );
      return (await Promise.all(rules)).flatMap(({ Rules = [] }) => Rules.map(({ Name }) => Name));
    },
  ],
  [
    "iam role",
    async (clients, region) =>
      (await clients(IAMClient, region).send(new ListRolesCommand({}))).Roles?.map(({ RoleName }) => RoleName),
  ],
  [
    "iam policy",
    async (clients, region) =>
      (await clients(IAMClient, region).send(new ListPoliciesCommand({ Scope: "Local" }))).Policies?.map(
        ({ PolicyName }) => PolicyName,
      ),
  ],
  [
    "iam group",
    async (clients, region) =>
      (await clients(IAMClient, region).send(new ListGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName),
  ],
  [
    "sns topic",
    async (clients, region) =>
      (await clients(SNSClient, region).send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn),
  ],
  [
    "sns subscription",
    async (clients, region) =>
      (await clients(SNSClient, region).send(new ListSubscriptionsCommand({}))).Subscriptions?.map(
        ({ SubscriptionArn }) => SubscriptionArn,
      ),
  ],
  [
    "sqs queue",
    async (clients, region) =>
      (await clients(SQSClient, region).send(new ListQueuesCommand({}))).QueueUrls?.map((url) =>
        url.replace(/^.*\//, ""),
      ),
  ],
  [
    "alarm",
    async (clients, region) =>
      (await clients(CloudWatchClient, region).send(new DescribeAlarmsCommand({}))).MetricAlarms?.map(
        ({ AlarmName }) => AlarmName,
      ),
  ],
  [
    "dashboard",
    async (clients, region) =>
      (await clients(CloudWatchClient, region).send(new ListDashboardsCommand({}))).DashboardEntries?.map(
        ({ DashboardName }) => DashboardName,
      ),
  ],
  [
    "function",
    async (clients, region) =>
      (await clients(LambdaClient, region).send(new ListFunctionsCommand({}))).Functions?.map(
        ({ FunctionName }) => FunctionName,
      ),
  ],
  [
    "event source mapping",
    async (clients, region) =>
      (await clients(LambdaClient, region).send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.map(
        ({ UUID }) => UUID,
      ),
  ],
];

/** Everything of the kinds that the sandbox makes, of each service that it makes something in. Not users: they are people. */
export const remainsIn = async (clients: Clients, region: string): Promise<Remains> => {
  const { things, pending } = await kms(clients(KMSClient, region));
  const listed: string[] = [];
  for (const [kind, names] of kinds) listed.push(...named(kind, await names(clients, region)));
  return { things: [...listed, ...things], pendingKeys: pending };
};
