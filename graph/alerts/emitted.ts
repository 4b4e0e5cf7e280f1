import type { Graph, Resource } from "../types";

/** A metric as an alarm names it. */
export interface MetricName {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const ofType = (graph: Graph, type: string): Resource[] => graph.resources.filter((resource) => resource.type === type);

/** What one AWS service emits: names, and which values its dimensions can have in a graph. */
interface Service {
  readonly metrics: readonly string[];
  /** The dimensions that a metric of it always has, each with the values that something of the graph stands for. */
  readonly dimensions: (graph: Graph, region: string) => Readonly<Record<string, readonly string[]>>;
}

const texts = (resources: readonly Resource[], region: string, output: string): string[] =>
  resources.filter((resource) => resource.region === region).map(({ id, outputs }) => String(outputs[output] ?? id));

/** The ids of the replication rules that are measured. */
const measuredRules = (graph: Graph): string[] =>
  ofType(graph, "aws:s3/bucketReplicationConfig:BucketReplicationConfig").flatMap(({ inputs }) => {
    const rules = inputs.rules as { id?: string; destination?: { metrics?: { status?: string } } }[];
    return rules.flatMap(({ id, destination }) => (id && destination?.metrics?.status === "Enabled" ? [id] : []));
  });

const anyBucket = (graph: Graph): string[] =>
  ofType(graph, "aws:s3/bucket:Bucket").map(({ outputs }) => String(outputs.bucket));

/** The services of which this project's alarms know, with their own names for metrics and dimensions. */
const services: Readonly<Record<string, Service>> = {
  "AWS/ApiGateway": {
    // An HTTP API's; a REST API's are called otherwise.
    metrics: ["4xx", "5xx", "Count", "DataProcessed", "IntegrationLatency", "Latency"],
    dimensions: (graph, region) => ({ ApiId: texts(ofType(graph, "aws:apigatewayv2/api:Api"), region, "id") }),
  },
  "AWS/Lambda": {
    metrics: ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"],
    dimensions: (graph, region) => ({
      FunctionName: texts(ofType(graph, "aws:lambda/function:Function"), region, "name"),
    }),
  },
  "AWS/SQS": {
    metrics: ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"],
    dimensions: (graph, region) => ({ QueueName: texts(ofType(graph, "aws:sqs/queue:Queue"), region, "name") }),
  },
  "AWS/S3": {
    metrics: ["OperationsFailedReplication"],
    dimensions: (graph, region) => ({
      // The metric is emitted where the source is.
      SourceBucket: texts(ofType(graph, "aws:s3/bucket:Bucket"), region, "bucket"),
      DestinationBucket: anyBucket(graph),
      RuleId: measuredRules(graph),
    }),
  },
};

/** Why nothing emits a metric of an AWS service, or undefined if something of the graph does. */
const serviceProblem = (graph: Graph, metric: MetricName, service: Service): string | undefined => {
  const { namespace, name, dimensions, region } = metric;
  if (!service.metrics.includes(name))
    return `${namespace} has no metric ${name}; it has ${service.metrics.join(", ")}`;
  const known = service.dimensions(graph, region);
  const needed = Object.keys(known).sort();
  const given = Object.keys(dimensions).sort();
  if (needed.join() !== given.join())
    return `${namespace} emits ${name} by ${needed.join(", ")}, not by ${given.join(", ") || "nothing"}`;
  for (const [dimension, value] of Object.entries(dimensions))
    if (!known[dimension]?.includes(value))
      return `the dimension ${dimension} is ${value}, which is nothing of this stack in ${region}`;
  return undefined;
};

interface Transformation {
  readonly name: string;
  readonly namespace: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** The metric filters that feed a metric. */
export const filtersOf = (graph: Graph, { namespace, name, region }: MetricName): Resource[] =>
  ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").filter((filter) => {
    const into = filter.inputs.metricTransformation as Transformation;
    return filter.region === region && into.namespace === namespace && into.name === name;
  });

/** Whether something of the graph writes to a log group: a trail, a function or an API. */
const isWritten = (graph: Graph, logGroup: Resource): boolean =>
  graph.resources.some(({ type, inputs }) => {
    if (type === "aws:cloudtrail/trail:Trail") return inputs.cloudWatchLogsGroupArn === `${logGroup.outputs.arn}:*`;
    if (type === "aws:lambda/function:Function")
      return (inputs.loggingConfig as { logGroup?: string } | undefined)?.logGroup === logGroup.outputs.name;
    if (type === "aws:apigatewayv2/stage:Stage")
      return (
        (inputs.accessLogSettings as { destinationArn?: string } | undefined)?.destinationArn === logGroup.outputs.arn
      );
    return false;
  });

/** Why a filter never counts anything, or undefined. */
const filterProblem = (graph: Graph, filter: Resource, externalLogGroups: readonly string[]): string | undefined => {
  const name = String(filter.inputs.logGroupName);
  if (externalLogGroups.includes(name)) return undefined;
  const group = ofType(graph, "aws:cloudwatch/logGroup:LogGroup").find(
    ({ region, outputs }) => region === filter.region && outputs.name === name,
  );
  if (group === undefined) return `its filter reads the log group ${name}, which is not of this stack`;
  return isWritten(graph, group) ? undefined : `its filter reads the log group ${name}, to which nothing writes`;
};

/** Why nothing emits a metric, or undefined if something of the graph does. */
export const emissionProblem = (
  graph: Graph,
  metric: MetricName,
  externalLogGroups: readonly string[],
): string | undefined => {
  const service = services[metric.namespace];
  if (service) return serviceProblem(graph, metric, service);
  const filters = filtersOf(graph, metric);
  if (filters.length === 0) return `nothing emits the metric ${metric.namespace} ${metric.name} in ${metric.region}`;
  const emitted = filters.map((filter) =>
    Object.keys((filter.inputs.metricTransformation as Transformation).dimensions ?? {})
      .sort()
      .join(),
  );
  const wanted = Object.keys(metric.dimensions).sort().join();
  if (!emitted.includes(wanted))
    return `its filter emits ${metric.name} by ${emitted[0] || "no dimension"}, not by ${wanted || "none"}`;
  const problems = filters.map((filter) => filterProblem(graph, filter, externalLogGroups));
  return problems.includes(undefined) ? undefined : problems[0];
};
