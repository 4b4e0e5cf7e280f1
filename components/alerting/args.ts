import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { check, checkRange, type Owner } from "../internal/argument-errors";
import type { ChildOptions } from "../internal/children";
import { limits } from "../internal/limits";
import type { Naming } from "../internal/naming";
import type { Metric } from "../secure-bucket/replication";
import { type AlarmId, alarmIds } from "./alarm-catalogue";
import type { AlarmOverrides } from "./alarms";
import type { Notices } from "./notices";
import { checkSubscribers, type Subscriber } from "./subscribers";

/** The children of an `Alerting`. */
export const children = {
  topic: { type: aws.sns.Topic },
  subscriptions: { type: aws.sns.TopicSubscription },
  alarms: { type: aws.cloudwatch.MetricAlarm },
  metricFilters: { type: aws.cloudwatch.LogMetricFilter },
  queries: { type: aws.cloudwatch.QueryDefinition },
  dashboard: { type: aws.cloudwatch.Dashboard },
  functions: { type: aws.lambda.Function },
  roles: { type: aws.iam.Role },
  queues: { type: aws.sqs.Queue },
  rules: { type: aws.cloudwatch.EventRule },
} as const;

export interface AlertingArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /**
   * The last part of the topic's name. Alarms, rules, dashboard, queries and metrics of another purpose than the default
   * have it in their names. Default: `alerts`.
   */
  readonly purpose?: string;
  /** The log group in which the trail's records arrive; an `AuditTrail` gives its name. */
  readonly logGroupName: pulumi.Input<string>;
  /** The name of the bucket whose activity is told of. */
  readonly bucket: pulumi.Input<string>;
  /** The names of further buckets whose files are watched, such as the standby vault's. Default: none. */
  readonly copies?: readonly pulumi.Input<string>[];
  /**
   * The names of the roles that may read the buckets' files, and so list them; whoever else does raises
   * `unknown-reader`. Components that own such roles have them as `readerRoles`.
   */
  readonly readers: readonly pulumi.Input<string>[];
  /** The names of further roles that may list the buckets and read nothing; `listerRoles` of components. Default: none. */
  readonly listers?: readonly pulumi.Input<string>[];
  /**
   * The key that encrypts topics, and the notices' queue, log and variables: one with the grants `alarms`, `sns`,
   * `events`, `sqs`, `logs` and `lambda`.
   */
  readonly keyArn: pulumi.Input<string>;
  /** The ARNs of the keys whose changes raise `key-changed`. Default: `keyArn`. */
  readonly keys?: readonly pulumi.Input<string>[];
  /** The API's id, and the names of its functions by what they do. Default: none; no alarm watches an API. */
  readonly api?: {
    readonly id: pulumi.Input<string>;
    readonly functions: Readonly<Record<string, pulumi.Input<string>>>;
  };
  /** The metric of what could not be copied; a `SecureBucket` that replicates gives it. Default: none. */
  readonly replicationFailures?: Metric | undefined;
  /** The region of the copy, for the dashboard: S3 says there what waits to be copied. Default: the stack's. */
  readonly copyRegion?: string;
  /**
   * The names of dead-letter queues by what they are for; not `notices`, which is the component's own. Default: none.
   */
  readonly deadLetters?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Who hears of it. Default: nobody; alarms still show in CloudWatch. */
  readonly subscribers?: readonly Subscriber[];
  /** Which calls on the bucket are told of. Default: `all`. */
  readonly notices?: Notices;
  /** Each alarm's own switch and figures. Default: all on, with the figures of `docs/audit.md`. */
  readonly alarms?: AlarmOverrides;
}

const roleName = /^[\w+=,.@-]{1,64}$/;
const shortName = /^[a-z][a-z0-9-]{0,29}$/;
const shortNameText = "short names of lowercase letters, digits and hyphens, other than 'notices'";

/** The alarms that need what was not given. */
const without = ({ api, replicationFailures, deadLetters = {}, notices }: AlertingArgs): AlarmId[] => [
  ...(api ? [] : (["api-4xx", "api-5xx", "throttling"] as const)),
  ...(replicationFailures ? [] : (["replication-failing"] as const)),
  ...(Object.keys(deadLetters).length > 0 || notices !== "none" ? [] : (["dead-letters"] as const)),
];

/** What the dead-letter queue of notices is called among the others. */
export const noticesQueue = "notices";

/** Refuses what could not be deployed, or would do nothing. */
export const checkAlerting = (owner: Owner, args: AlertingArgs): void => {
  const { readers, listers = [], keys, subscribers = [], alarms = {}, deadLetters = {}, api } = args;
  check(owner, readers.length > 0, "readers", readers, "the name of at least one role, or everybody is unknown");
  for (const reader of readers)
    check(owner, typeof reader !== "string" || roleName.test(reader), "readers", reader, "names of IAM roles");
  for (const lister of listers)
    check(owner, typeof lister !== "string" || roleName.test(lister), "listers", lister, "names of IAM roles");
  check(owner, keys === undefined || keys.length > 0, "keys", keys, "at least one ARN, or leave it out");
  for (const thing of Object.keys(deadLetters))
    check(owner, shortName.test(thing) && thing !== noticesQueue, "deadLetters", thing, shortNameText);
  for (const thing of Object.keys(api?.functions ?? {}))
    check(owner, shortName.test(thing), "api.functions", thing, shortNameText);
  checkSubscribers(owner, subscribers);
  const missing = without(args);
  for (const [id, tuning] of Object.entries(alarms)) {
    const known = (alarmIds as readonly string[]).includes(id);
    check(owner, known, "alarms", id, `one of ${alarmIds.join(", ")}`);
    if (tuning === undefined || tuning === false) continue;
    const there = !(missing as readonly string[]).includes(id);
    check(owner, there, `alarms.${id}`, tuning, "what it watches too, or leave the alarm out");
    const { threshold, periodSeconds } = tuning;
    if (threshold !== undefined) checkRange(owner, `alarms.${id}.threshold`, threshold, limits.alarmThreshold);
    if (periodSeconds === undefined) continue;
    checkRange(owner, `alarms.${id}.periodSeconds`, periodSeconds, limits.alarmPeriodSeconds);
    check(owner, periodSeconds % 60 === 0, `alarms.${id}.periodSeconds`, periodSeconds, "whole minutes, in seconds");
  }
};
