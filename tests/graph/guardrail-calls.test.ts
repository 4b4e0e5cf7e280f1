import type { GuardrailCall } from "../../tools/docs/guardrail-calls";
import { alarmsOf, callName, guardrailAlarms, quietCalls, reasonOf } from "../../tools/docs/guardrail-page";
import type { TrailAlarm } from "../../tools/docs/trail-alarms";
import type { Graph } from "../../tools/graph/evaluate";
import { find, graphOf } from "../support/graph";

let graph: Graph;
let alarms: readonly TrailAlarm[];
let calls: readonly GuardrailCall[];
beforeAll(async () => {
  graph = await graphOf();
  ({ alarms, calls } = await guardrailAlarms(graph));
}, 120_000);

const raisedBy = (call: GuardrailCall): string[] => alarmsOf(alarms, call);

test("every call that changes a guardrail raises an alarm, or has a reason not to", () => {
  expect(calls.length).toBeGreaterThan(400);
  const unseen = calls.filter((call) => raisedBy(call).length === 0 && reasonOf(call) === undefined);
  expect(unseen.map(callName)).toEqual([]);
});

test("no reason is left of a call that there is not, or that is alarmed by now", () => {
  const silent = calls.filter((call) => raisedBy(call).length === 0).map(callName);
  expect(
    quietCalls.filter(([names]) => !silent.some((each) => names.test(each))).map(([names]) => names.source),
  ).toEqual([]);
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
  const found = calls.filter((call) => callName(call) === name);
  expect(found.length).toBeGreaterThan(0);
  for (const call of found) expect(raisedBy(call)).toContain(alarm);
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
    .filter((call) => !everywhere.test(callName(call)) && !accountWide.test(callName(call)))
    .filter(({ record }) => {
      const text = JSON.stringify(record)
        .replaceAll("acme-dev-", "acme-other-")
        .replaceAll(keyArn, "x")
        .replaceAll(apiId, "x");
      const other = JSON.parse(text) as GuardrailCall["record"];
      return alarms.some((alarm) => own.has(alarm.id) && alarm.counts(other));
    });
  expect(heard.map(callName)).toEqual([]);
});
