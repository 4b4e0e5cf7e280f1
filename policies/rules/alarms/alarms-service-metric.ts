import { alarmType, type Metric, watchedBy } from "../../alarms/metrics";
import { serviceMetrics } from "../../data/service-metrics";
import { resourceRule } from "../../framework/rule";

const listed = (dimensions: readonly string[]): string => dimensions.join(", ") || "no dimension";

/** Why a service emits no such metric; undefined if it does, or if its metrics are not known here. */
const problem = ({ namespace, name, dimensions }: Metric, further: readonly string[]): string | undefined => {
  const service = Object.hasOwn(serviceMetrics, namespace) ? serviceMetrics[namespace] : undefined;
  if (service === undefined || further.includes(`${namespace}/${name}`)) return undefined;
  const sets = Object.hasOwn(service, name) ? service[name] : undefined;
  if (sets === undefined) return `watches ${name}, which is no metric of ${namespace}`;
  if (sets.some((set) => set.join() === dimensions.join())) return undefined;
  return `watches ${namespace}/${name} by ${listed(dimensions)}; it is emitted by ${sets.map(listed).join(", or by ")}`;
};

export const rule = resourceRule(__filename, {
  what: "An alarm on a metric of API Gateway, Lambda, S3 or SQS watches one that the service emits",
  why: "CloudWatch takes any name: an alarm on a metric that the service does not emit is made without a word, and never goes off",
  fix: "Give metricName and dimensions as the service's guide has them: an HTTP API emits 5xx by ApiId, a REST API 5XXError by ApiName",
  controls: [],
  document: {
    title: "Amazon CloudWatch User Guide, AWS services that publish CloudWatch metrics",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
  },
  severity: "high",
  level: "mandatory",
  types: [alarmType],
  parameters: {
    further: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Metrics, as namespace/name, that a service emits and this pack does not know yet",
    },
  },
  *check(alarm, { parameters: { further } }) {
    for (const metric of watchedBy(alarm)) {
      const wrong = problem(metric, further);
      if (wrong !== undefined) yield wrong;
    }
  },
});
