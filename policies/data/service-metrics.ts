/**
 * The metrics of four services, with the sets of dimensions that each is emitted with. Of other services nothing is known
 * here. No package has them.
 *
 * Collected by hand, as of 2026-11-27, from: API Gateway Developer Guide, "Metrics and dimensions" (REST, HTTP and WebSocket APIs);
 * Lambda Developer Guide, "Types of metrics"; SQS Developer Guide, "Available CloudWatch metrics"; Amazon S3 User Guide,
 * "Metrics and dimensions".
 */

/** What an AWS service emits: by metric, the sets of dimensions that it emits it with. */
type Emitted = Readonly<Record<string, readonly (readonly string[])[]>>;

const all = (names: string, ...dimensions: readonly (readonly string[])[]): Emitted =>
  Object.fromEntries(names.split(" ").map((name) => [name, dimensions]));

/** API Gateway: an HTTP or WebSocket API is named by its id, a REST API by its name, and their metrics differ. */
const apis: Emitted = {
  ...all("4xx 5xx DataProcessed", ["ApiId"], ["ApiId", "Stage"], ["ApiId", "Method", "Resource", "Stage"]),
  ...all(
    "4XXError 5XXError CacheHitCount CacheMissCount",
    ["ApiName"],
    ["ApiName", "Stage"],
    ["ApiName", "Method", "Resource", "Stage"],
  ),
  ...all(
    "Count IntegrationLatency Latency",
    ["ApiId"],
    ["ApiId", "Stage"],
    ["ApiId", "Method", "Resource", "Stage"],
    ["ApiName"],
    ["ApiName", "Stage"],
    ["ApiName", "Method", "Resource", "Stage"],
  ),
  ...all(
    "ClientError ConnectCount ExecutionError IntegrationError MessageCount",
    ["ApiId"],
    ["ApiId", "Stage"],
    ["ApiId", "Route", "Stage"],
  ),
};

const functions: Emitted = {
  ...all(
    "ConcurrentExecutions DeadLetterErrors Duration Errors Invocations Throttles AsyncEventAge AsyncEventsDropped " +
      "AsyncEventsReceived DestinationDeliveryFailures IteratorAge OffsetLag OversizedRecordCount PostRuntimeExtensionsDuration " +
      "ProvisionedConcurrencyInvocations ProvisionedConcurrencySpilloverInvocations ProvisionedConcurrencyUtilization " +
      "ProvisionedConcurrentExecutions RecursiveInvocationsDropped",
    [],
    ["FunctionName"],
    ["FunctionName", "Resource"],
    ["ExecutedVersion", "FunctionName", "Resource"],
  ),
  ...all("ClaimedAccountConcurrency UnreservedConcurrentExecutions", []),
  ...all("SignatureValidationErrors UrlRequestCount Url4xxCount Url5xxCount UrlRequestLatency", ["FunctionName"]),
};

const queues = all(
  "ApproximateAgeOfOldestMessage ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesDelayed " +
    "ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesVisible NumberOfDeduplicatedSentMessages " +
    "NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize",
  ["QueueName"],
);

const buckets: Emitted = {
  ...all("BucketSizeBytes NumberOfObjects", ["BucketName", "StorageType"]),
  ...all(
    "AllRequests BytesDownloaded BytesUploaded DeleteRequests FirstByteLatency GetRequests HeadRequests ListRequests " +
      "PostRequests PutRequests SelectRequests TotalRequestLatency 4xxErrors 5xxErrors",
    ["BucketName", "FilterId"],
  ),
  ...all("BytesPendingReplication OperationsFailedReplication OperationsPendingReplication ReplicationLatency", [
    "DestinationBucket",
    "RuleId",
    "SourceBucket",
  ]),
};

export const serviceMetrics: Readonly<Record<string, Emitted>> = {
  "AWS/ApiGateway": apis,
  "AWS/Lambda": functions,
  "AWS/S3": buckets,
  "AWS/SQS": queues,
};
