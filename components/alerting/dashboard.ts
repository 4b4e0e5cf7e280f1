import type { AlarmId } from "./alarm-catalogue";

type Dimensions = Readonly<Record<string, string>>;

/** What the dashboard shows, once names are known. */
export interface DashboardFacts {
  readonly region: string;
  /** The region of the copy, where S3 emits what waits to be copied. */
  readonly copyRegion: string;
  readonly logGroupName: string;
  readonly buckets: readonly string[];
  /** The namespace of the trail's metrics. */
  readonly namespace: string;
  /** The alarms on the trail whose metrics there are. */
  readonly refusals: readonly AlarmId[];
  readonly apiId?: string;
  readonly replication?: Dimensions;
}

const width = 12;
const height = 6;

const metric = (namespace: string, name: string, dimensions: Dimensions, options: object = {}): unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  options,
];

const graph = (title: string, region: string, metrics: unknown[][], stat = "Sum") => ({
  type: "metric",
  properties: { title, region, metrics, stat, period: 300, view: "timeSeries" },
});

/** The body of the one dashboard: requests, refusals, bytes, latency, replication (CloudWatch, "Dashboard body structure"). */
export const dashboardBody = (facts: DashboardFacts): string => {
  const { region, apiId, replication, namespace, buckets } = facts;
  const api = (name: string, options?: object) => metric("AWS/ApiGateway", name, { ApiId: apiId ?? "" }, options);
  const ofBuckets = `requestParameters.bucketName in [${buckets.map((bucket) => `"${bucket}"`).join(", ")}]`;
  const widgets = [
    ...(apiId === undefined ? [] : [graph("Requests", region, [api("Count"), api("4xx"), api("5xx")])]),
    // CloudWatch refuses a widget without metrics, and the dashboard with it (`PutDashboard`).
    ...(facts.refusals.length === 0
      ? []
      : [
          graph(
            "Refusals",
            region,
            facts.refusals.map((id) => metric(namespace, id, {})),
          ),
        ]),
    {
      type: "log",
      properties: {
        title: "Bytes",
        region,
        view: "timeSeries",
        query: [
          `SOURCE '${facts.logGroupName}'`,
          `filter eventSource = "s3.amazonaws.com" and ${ofBuckets}`,
          "stats sum(additionalEventData.bytesTransferredIn) as bytesIn, sum(additionalEventData.bytesTransferredOut) as bytesOut by bin(1h)",
        ].join(" | "),
      },
    },
    ...(apiId === undefined
      ? []
      : [
          graph("Latency", region, [
            api("Latency", { stat: "p50", label: "half of them below" }),
            api("Latency", { stat: "p95", label: "95 of 100 below" }),
          ]),
        ]),
    ...(replication === undefined
      ? []
      : [
          graph("Replication: failed", region, [metric("AWS/S3", "OperationsFailedReplication", replication)]),
          graph(
            "Replication: waiting",
            facts.copyRegion,
            [
              metric("AWS/S3", "OperationsPendingReplication", replication),
              metric("AWS/S3", "ReplicationLatency", replication, { yAxis: "right" }),
            ],
            "Maximum",
          ),
        ]),
  ];
  const placed = widgets.map((widget, index) => ({
    ...widget,
    x: (index % 2) * width,
    y: Math.floor(index / 2) * height,
    width,
    height,
  }));
  return JSON.stringify({ widgets: placed });
};
