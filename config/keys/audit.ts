import * as v from "valibot";
import { alarmIds } from "../../components/alerting/alarm-catalogue";
import type { AlarmOverrides } from "../../components/alerting/alarms";
import type { Notices } from "../../components/alerting/notices";
import type { Subscriber } from "../../components/alerting/subscribers";
import { defaults } from "../../components/internal/defaults";
import { limits, logRetentions, rangeText } from "../../components/internal/limits";
import { key, whole } from "../key";

const subscriber = v.variant("kind", [
  v.strictObject({ kind: v.literal("email"), address: v.string() }),
  v.strictObject({ kind: v.literal("https"), url: v.string() }),
  v.strictObject({ kind: v.literal("sqs"), queueArn: v.string() }),
  v.strictObject({ kind: v.literal("slack"), teamId: v.string(), channelId: v.string() }),
  v.strictObject({ kind: v.literal("teams"), tenantId: v.string(), teamId: v.string(), channelId: v.string() }),
]);

const tuning = v.strictObject({
  threshold: v.exactOptional(whole(limits.alarmThreshold)),
  periodSeconds: v.exactOptional(whole(limits.alarmPeriodSeconds)),
});

const alarms = v.record(v.picklist(alarmIds), v.union([v.literal(false), tuning])) satisfies v.GenericSchema<
  unknown,
  AlarmOverrides
>;

/** What the stack says about its alarms. */
export interface Alerts {
  readonly subscribers?: readonly Subscriber[];
  readonly notices?: Notices;
  readonly alarms?: AlarmOverrides;
}

/** Whose trail it is. */
export type TrailChoice =
  | { readonly kind: "own"; readonly keepDays?: number; readonly logRetentionDays?: number }
  | { readonly kind: "organisation"; readonly logGroupName: string };

/** What is recorded, for how long, and who is told. */
export const auditKeys = {
  "coffer:trail": key<TrailChoice>({
    schema: v.variant("kind", [
      v.strictObject({
        kind: v.literal("own"),
        keepDays: v.exactOptional(whole(limits.trailDays)),
        logRetentionDays: v.exactOptional(v.number()),
      }),
      v.strictObject({ kind: v.literal("organisation"), logGroupName: v.string() }),
    ]),
    meaning:
      "Whether the stack creates a CloudTrail trail of its own or uses the organization's, and how long its records are kept.",
    allowed: `kind own (keepDays, ${rangeText(limits.trailDays)}; logRetentionDays, 365 or longer) or kind organisation (logGroupName, where a trail that is there already writes)`,
    unit: "days",
    example: "coffer:trail:\n  kind: own\n  keepDays: 365",
    byDefault: () => ({ kind: "own" }),
    defaultText: `kind own, keepDays ${defaults.trail.keepDays}, logRetentionDays ${defaults.trail.logRetentionDays}`,
  }),
  "coffer:logRetentionDays": key<number>({
    schema: v.picklist(logRetentions),
    meaning: "How long CloudWatch keeps the logs of the API and of its functions and of the index.",
    allowed: `one of CloudWatch's periods: ${logRetentions.join(", ")}`,
    unit: "days",
    example: "coffer:logRetentionDays: 365",
    byDefault: () => defaults.logs.retentionDays,
  }),
  "coffer:alerts": key<Alerts>({
    schema: v.strictObject({
      subscribers: v.exactOptional(v.array(subscriber)),
      notices: v.exactOptional(v.picklist(["all", "writes", "none"])),
      alarms: v.exactOptional(alarms),
    }),
    meaning:
      "Who receives alarms and notices, which calls raise notices, and the thresholds of the alarms. docs/audit.md explains them.",
    allowed: `subscribers (kind email, https, sqs, slack or teams), notices (all, writes or none), alarms (by name, false or threshold and periodSeconds): ${alarmIds.join(", ")}`,
    unit: `threshold in events (${rangeText(limits.alarmThreshold)}), periodSeconds in seconds (${rangeText(limits.alarmPeriodSeconds)})`,
    example: [
      "coffer:alerts:",
      "  subscribers:",
      "    - kind: email",
      "      address: security@example.com",
      "  notices: writes",
      "  alarms:",
      "    api-4xx: false",
      "    failed-uploads:",
      "      threshold: 10",
    ].join("\n"),
    byDefault: () => ({}),
    defaultText: "no subscribers, notices `all`, every alarm with the thresholds of docs/audit.md",
  }),
};
