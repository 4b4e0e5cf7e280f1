import { join } from "node:path";
import { queryIds } from "../../components/alerting/saved-queries";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf } from "../support/graph";

let graph: Graph;
/** Without an API, replication or a second bucket. */
let tuned: Graph;
beforeAll(async () => {
  const directory = join(__dirname, "..", "fixtures", "alerting");
  [graph, tuned] = await Promise.all([graphOf(), evaluated({ directory, stack: "test" })]);
}, 120_000);

describe("queries and dashboard", () => {
  test("every query is saved in the environment's folder, for the trail's log group", () => {
    for (const id of queryIds)
      expect(find(graph, "QueryDefinition", `alerts-${id}`).inputs).toMatchObject({
        name: `coffer/dev/${id}`,
        logGroupNames: ["/aws/cloudtrail/acme-dev-eu-central-1-trail"],
      });
  });

  test("failed uploads are told by caller, of the data buckets alone", () => {
    expect(find(graph, "QueryDefinition", "alerts-failed-uploads-by-caller").inputs.queryString).toBe(
      [
        'filter eventSource = "s3.amazonaws.com" and requestParameters.bucketName in ["acme-dev-eu-central-1-main-123456789012", "acme-dev-eu-west-1-euc1-vault-123456789012"]',
        '| filter eventName in ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]',
        "| filter ispresent(errorCode)",
        "| stats count(*) as failures, latest(eventTime) as lastSeen by userIdentity.arn, errorCode, sourceIPAddress",
        "| sort failures desc",
      ].join("\n"),
    );
  });

  type Widget = { type: string; properties: { title: string; region: string; metrics?: unknown[][] } };
  const widgetsOf = (of: Graph): Widget[] =>
    (JSON.parse(String(find(of, "Dashboard", "alerts").inputs.dashboardBody)) as { widgets: Widget[] }).widgets;

  test("the dashboard shows requests, refusals, bytes, latency and replication, each where it is measured", () => {
    expect(widgetsOf(graph).map(({ properties }) => [properties.title, properties.region])).toEqual([
      ["Requests", "eu-central-1"],
      ["Refusals", "eu-central-1"],
      ["Bytes", "eu-central-1"],
      ["Latency", "eu-central-1"],
      ["Replication: failed", "eu-central-1"],
      ["Replication: waiting", "eu-west-1"],
    ]);
    const api = find(graph, "Api", "access").id;
    expect(widgetsOf(graph)[0]?.properties.metrics?.[0]).toEqual(["AWS/ApiGateway", "Count", "ApiId", api, {}]);
  });

  test("what there is not is not shown", () => {
    expect(widgetsOf(tuned).map(({ properties }) => properties.title)).toEqual(["Refusals", "Bytes"]);
  });
});
