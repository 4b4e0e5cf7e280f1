import fc from "fast-check";
import { type DashboardFacts, dashboardBody } from "../../components/alerting/dashboard";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

const widgetsOf = (facts: DashboardFacts): Widget[] =>
  (JSON.parse(dashboardBody(facts)) as { widgets: Widget[] }).widgets;

const name = fc.stringMatching(/^[a-z][a-z0-9-]{2,62}$/);
const anyFacts: fc.Arbitrary<DashboardFacts> = fc.record(
  {
    region: fc.constantFrom("eu-central-1", "us-gov-west-1"),
    copyRegion: fc.constantFrom("eu-central-1", "eu-west-1"),
    logGroupName: name,
    buckets: fc.array(name, { minLength: 1, maxLength: 5 }),
    namespace: name,
    // Each switch on or off.
    refusals: fc.subarray(["unauthorised-api-calls", "failed-uploads"] as const),
    apiId: name,
    replication: fc.record({ SourceBucket: name, DestinationBucket: name, RuleId: name }),
  },
  { requiredKeys: ["region", "copyRegion", "logGroupName", "buckets", "namespace", "refusals"] },
);

test("no widget is empty, whatever is switched off or missing", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const widgets = widgetsOf(facts);
      expect(widgets.length).toBeGreaterThan(0);
      // PutDashboard takes 500 widgets and a body of 1 MB; a grid of 24 columns.
      expect(widgets.length).toBeLessThanOrEqual(500);
      expect(dashboardBody(facts).length).toBeLessThan(1024 * 1024);
      for (const { type, properties, x, width } of widgets) {
        expect(x + width).toBeLessThanOrEqual(24);
        if (type === "log") {
          expect(properties.query).toContain("SOURCE '");
          continue;
        }
        const metrics = properties.metrics as unknown[][];
        expect(metrics.length).toBeGreaterThan(0);
        for (const [namespace, metric, ...dimensions] of metrics) {
          expect(namespace).not.toBe("");
          expect(metric).not.toBe("");
          // Pairs of name and value, then the options; no value is empty.
          expect(dimensions.length % 2).toBe(1);
          for (const text of dimensions.slice(0, -1)) expect(text).not.toBe("");
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("no two widgets lie on the same place", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const places = widgetsOf(facts).map(({ x, y }) => `${x},${y}`);
      expect(new Set(places).size).toBe(places.length);
    }),
  );
});

test("with both alarms on refusals off, the rest stays", () => {
  const facts = { region: "eu-central-1", copyRegion: "eu-west-1", logGroupName: "g", buckets: ["b"], namespace: "n" };
  expect(widgetsOf({ ...facts, refusals: [] }).map(({ properties }) => properties.title)).toEqual(["Bytes"]);
  expect(widgetsOf({ ...facts, refusals: ["failed-uploads"] }).map(({ properties }) => properties.title)).toEqual([
    "Refusals",
    "Bytes",
  ]);
});
