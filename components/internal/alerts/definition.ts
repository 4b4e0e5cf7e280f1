import type { QueryId } from "./queries";

/** What every alarm says of itself, and when it goes off unless it is tuned. */
interface Definition {
  /** What happened, as a sentence. */
  readonly happened: string;
  /** Why it matters, as a sentence. */
  readonly matters: string;
  /** Where to look first. */
  readonly look: QueryId | "dashboard";
  /** How often within the period it takes to raise it. */
  readonly threshold: number;
  readonly periodSeconds: number;
}

/** An alarm on records of the trail. */
export interface LogAlarm extends Definition {
  /** The metric filter's pattern (Amazon CloudWatch Logs User Guide, "Filter pattern syntax"). */
  readonly pattern: (scope: AlertScope) => string;
}

/** An alarm on a metric that an AWS service emits by itself. */
export interface ServiceAlarm extends Definition {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: "Sum" | "Maximum";
}

/** What the alarms on the trail are about. */
export interface AlertScope {
  /** The data buckets' names. */
  readonly buckets: readonly string[];
  /** What the names of all of the stack's buckets begin with, in whatever region, such as `acme-dev-`. */
  readonly stackPrefix: string;
  /** The names of the roles that may read the data buckets. */
  readonly readers: readonly string[];
}
