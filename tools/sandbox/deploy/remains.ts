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

const logs = async (client: CloudWatchLogsClient) => {
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
  const { metricFilters } = await client.send(new DescribeMetricFiltersCommand({}));
  const { queryDefinitions } = await client.send(new DescribeQueryDefinitionsCommand({}));
  return [
    ...named(
      "log group",
      logGroups?.map(({ logGroupName }) => logGroupName),
    ),
    ...named(
      "metric filter",
      metricFilters?.map(({ filterName }) => filterName),
    ),
    ...named(
      "saved query",
      queryDefinitions?.map(({ name }) => name),
    ),
  ];
};

const events = async (client: EventBridgeClient) => {
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  const rules = await Promise.all(
    EventBuses.map(async ({ Name }) => (await client.send(new ListRulesCommand({ EventBusName: Name }))).Rules ?? []),
  );
  return [
    ...named(
      "event bus",
      EventBuses.map(({ Name }) => Name).filter((name) => name !== "default"),
    ),
    ...named(
      "event rule",
      rules.flat().map(({ Name }) => Name),
    ),
  ];
};

const iam = async (client: IAMClient) => {
  const { Roles } = await client.send(new ListRolesCommand({}));
  const { Policies } = await client.send(new ListPoliciesCommand({ Scope: "Local" }));
  const { Groups } = await client.send(new ListGroupsCommand({}));
  return [
    ...named(
      "iam role",
      Roles?.map(({ RoleName }) => RoleName),
    ),
    ...named(
      "iam policy",
      Policies?.map(({ PolicyName }) => PolicyName),
    ),
    ...named(
      "iam group",
      Groups?.map(({ GroupName }) => GroupName),
    ),
  ];
};

const messaging = async (sns: SNSClient, sqs: SQSClient) => {
  const { Topics } = await sns.send(new ListTopicsCommand({}));
  const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}));
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({}));
  return [
    ...named(
      "sns topic",
      Topics?.map(({ TopicArn }) => TopicArn),
    ),
    ...named(
      "sns subscription",
      Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn),
    ),
    ...named(
      "sqs queue",
      QueueUrls?.map((url) => url.replace(/^.*\//, "")),
    ),
  ];
};

const watching = async (client: CloudWatchClient) => {
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
  const { DashboardEntries } = await client.send(new ListDashboardsCommand({}));
  return [
    ...named(
      "alarm",
      MetricAlarms?.map(({ AlarmName }) => AlarmName),
    ),
    ...named(
      "dashboard",
      DashboardEntries?.map(({ DashboardName }) => DashboardName),
    ),
  ];
};

const functions = async (client: LambdaClient) => {
  const { Functions } = await client.send(new ListFunctionsCommand({}));
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({}));
  return [
    ...named(
      "function",
      Functions?.map(({ FunctionName }) => FunctionName),
    ),
    ...named(
      "event source mapping",
      EventSourceMappings?.map(({ UUID }) => UUID),
    ),
  ];
};

/** Everything of the kinds that the sandbox makes, of each service that it makes something in. Not users: they are people. */
export const remainsIn = async (clients: Clients, region: string): Promise<Remains> => {
  const { things, pending } = await kms(clients(KMSClient, region));
  const { Buckets } = await clients(S3Client, region).send(new ListBucketsCommand({ BucketRegion: region }));
  const { TableNames } = await clients(DynamoDBClient, region).send(new ListTablesCommand({}));
  const { trailList } = await clients(CloudTrailClient, region).send(new DescribeTrailsCommand({}));
  const { Items } = await clients(ApiGatewayV2Client, region).send(new GetApisCommand({}));
  return {
    things: [
      ...named(
        "s3 bucket",
        Buckets?.map(({ Name }) => Name),
      ),
      ...named("table", TableNames),
      ...named(
        "trail",
        trailList?.map(({ Name }) => Name),
      ),
      ...named(
        "api",
        Items?.map(({ Name }) => Name),
      ),
      ...things,
      ...(await logs(clients(CloudWatchLogsClient, region))),
      ...(await events(clients(EventBridgeClient, region))),
      ...(await iam(clients(IAMClient, region))),
      ...(await messaging(clients(SNSClient, region), clients(SQSClient, region))),
      ...(await watching(clients(CloudWatchClient, region))),
      ...(await functions(clients(LambdaClient, region))),
    ],
    pendingKeys: pending,
  };
};
