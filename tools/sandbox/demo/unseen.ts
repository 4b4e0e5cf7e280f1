import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { StackOutputs } from "../sandbox";
import type { Inbox } from "./inbox";
import type { Session } from "./people";
import { refusalOf } from "./refusals";
import { type Report, Unexpected } from "./report";
import { type Row, runSavedQuery } from "./saved-query";

/** What CloudWatch sends when an alarm changes its state. */
interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: string;
  readonly NewStateReason: string;
  readonly StateChangeTime: string;
}

const attempts = 5;
/** CloudTrail takes minutes; the sandbox's relay, a fraction of a second. */
const withinSeconds = 15;

const alarmIn = (text: string): AlarmMessage | undefined =>
  text.startsWith("{") ? (JSON.parse(text) as AlarmMessage) : undefined;

const isRaised = (alarm: AlarmMessage | undefined): boolean =>
  alarm?.NewStateValue === "ALARM" && alarm.AlarmName.endsWith("-failed-uploads");

/** The row that names the caller, if it says what happened. */
const rowOf = (rows: readonly Row[], caller: string): Row => {
  const [row] = rows;
  if (row?.failures !== String(attempts) || !row["userIdentity.arn"]?.endsWith(`/${caller}`))
    throw new Unexpected(`the query answered ${JSON.stringify(rows)}`);
  return row;
};

/** One caller's refused uploads: a notice of each, the alarm, and the query that the alarm names. */
export const showNothingUnseen = async (
  report: Report,
  stage: {
    readonly outputs: StackOutputs;
    readonly region: string;
    readonly uploader: Session;
    readonly auditor: Session;
    readonly inbox: Inbox;
    /** Below whose name the uploader tries to write. */
    readonly other: string;
  },
): Promise<void> => {
  const { outputs, region, uploader, auditor, inbox, other } = stage;
  const { bucket, keyArn } = outputs;
  // Without an extension: a notice would show it as `[.]txt`.
  const keys = Array.from({ length: attempts }, (_, index) => `uploads/${other}/forged-${index + 1}`);

  await report.step(
    "uploader",
    `writes ${attempts} times below ${other}'s name`,
    async () => {
      for (const Key of keys) {
        const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } as const;
        const refusal = await refusalOf(
          uploader.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "forged", ...encryption })),
        );
        if (refusal !== "403 AccessDenied") throw new Unexpected(`expected 403 AccessDenied, got ${refusal}`);
      }
    },
    () => "403 AccessDenied",
  );
  const notice = await report.step("inbox", "gets a notice of each", async () => {
    let text = "";
    for (const key of keys)
      text = await inbox.message(`the notice of ${key}`, (message) => message.includes(key), withinSeconds);
    return text;
  });
  report.quote(notice);
  const alarm = await report.step(
    "inbox",
    "gets the alarm failed-uploads",
    async () => {
      const text = await inbox.message(
        "the alarm failed-uploads",
        (message) => isRaised(alarmIn(message)),
        withinSeconds,
      );
      return JSON.parse(text) as AlarmMessage;
    },
    ({ NewStateValue }) => NewStateValue,
  );
  report.quote(`${alarm.AlarmName}, ${alarm.StateChangeTime}: ${alarm.NewStateReason}.`);
  report.quote(alarm.AlarmDescription);
  const query = /the saved query ([^\s;]+)/.exec(alarm.AlarmDescription)?.[1] ?? "";
  const row = await report.step(
    "auditor",
    "runs the saved query that it names",
    async () => rowOf(await runSavedQuery(query, { region, credentials: auditor.credentials }), uploader.user),
    ({ failures }) => `${uploader.user}, ${failures} times`,
  );
  for (const [column, value] of Object.entries(row)) report.quote(`${column}: ${value}`);
};
