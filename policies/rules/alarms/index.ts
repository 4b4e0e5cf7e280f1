import type { Rule } from "../../framework/rule";
import { rule as actions } from "./alarms-actions";
import { rule as deliveryKey } from "./alarms-delivery-key";
import { rule as deliveryPolicy } from "./alarms-delivery-policy";
import { rule as filterWatched } from "./alarms-filter-watched";
import { rule as metricEmitted } from "./alarms-metric-emitted";
import { rule as replicationMeasured } from "./alarms-replication-measured";
import { rule as ruleTarget } from "./alarms-rule-target";
import { rule as serviceMetric } from "./alarms-service-metric";
import { rule as threshold } from "./alarms-threshold";

export const alarmsRules: readonly Rule[] = [
  actions,
  deliveryKey,
  deliveryPolicy,
  filterWatched,
  metricEmitted,
  replicationMeasured,
  ruleTarget,
  serviceMetric,
  threshold,
];
