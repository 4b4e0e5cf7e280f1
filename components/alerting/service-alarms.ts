import type { ServiceAlarm } from "./alarm-definition";

/** Alarms on metrics that AWS's services emit, whose dimensions come from the stack's resources. */
export const serviceAlarms = {
  "replication-failing": {
    happened: "Objects could not be copied to the standby vault.",
    matters: "The second copy is not complete; a loss of the region would lose these files.",
    look: "dashboard",
    threshold: 1,
    periodSeconds: 300,
    // Emitted in the source bucket's region, unlike the other replication metrics (Amazon S3 User Guide, "Using S3
    // Replication metrics").
    namespace: "AWS/S3",
    metricName: "OperationsFailedReplication",
    statistic: "Sum",
  },
  "dead-letters": {
    happened: "Messages wait in a dead-letter queue.",
    matters: "Something was not done, and nothing will try it again by itself.",
    look: "dashboard",
    threshold: 1,
    periodSeconds: 300,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
  },
  "api-4xx": {
    happened: "The API refused many requests.",
    matters: "A client is broken or is trying what it may not; throttled requests count too.",
    look: "dashboard",
    threshold: 50,
    periodSeconds: 300,
    namespace: "AWS/ApiGateway",
    metricName: "4xx",
    statistic: "Sum",
  },
  "api-5xx": {
    happened: "The API failed several requests.",
    matters: "Callers cannot upload or fetch files, through no fault of theirs.",
    look: "dashboard",
    threshold: 3,
    periodSeconds: 300,
    namespace: "AWS/ApiGateway",
    metricName: "5xx",
    statistic: "Sum",
  },
  throttling: {
    happened: "A function of the API was throttled.",
    matters: "Callers wait or are turned away: too much traffic for the concurrency that is kept for it.",
    look: "dashboard",
    threshold: 10,
    periodSeconds: 300,
    namespace: "AWS/Lambda",
    metricName: "Throttles",
    statistic: "Sum",
  },
} as const satisfies Record<string, ServiceAlarm>;
