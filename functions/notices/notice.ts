import * as v from "valibot";
import { quote } from "./untrusted";

const optionalText = v.nullish(v.string());

/** A record of CloudTrail, as EventBridge hands it over. Only what a notice tells. */
const eventSchema = v.object({
  id: v.string(),
  detail: v.object({
    eventName: v.string(),
    eventTime: v.string(),
    sourceIPAddress: optionalText,
    errorCode: optionalText,
    userIdentity: v.object({
      arn: optionalText,
      accountId: optionalText,
      principalId: optionalText,
      invokedBy: optionalText,
    }),
    requestParameters: v.object({ bucketName: v.string(), key: optionalText }),
  }),
});

type Detail = v.InferOutput<typeof eventSchema>["detail"];

/** A notice, and the id of the event that it is about. */
export interface Notice {
  readonly eventId: string;
  readonly text: string;
  readonly chat: string;
}

/** What AWS writes itself is shown as it is if it has the expected form, and quoted if it has not. */
const known = (form: RegExp, text: string): string => (form.test(text) ? text : quote(text));
const word = /^[A-Za-z][A-Za-z0-9]{0,99}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const address = /^[0-9a-f.:]{2,45}$|^[a-z0-9.-]{1,60}\.amazonaws\.com$|^AWS Internal$/;
const bucketName = /^[a-z0-9.-]{3,63}$/;

const callerOf = ({ arn, accountId, principalId, invokedBy }: Detail["userIdentity"]): string => {
  if (arn) return quote(arn);
  if (invokedBy) return `the service ${known(address, invokedBy)}`;
  if (accountId === "ANONYMOUS_PRINCIPAL") return "an anonymous caller";
  return `${quote(principalId ?? "")} of account ${known(/^\d{12}$/, accountId ?? "")}`;
};

/** Says what quotation marks mean, in every message: its reader may know nothing of this system. */
const warning = "Text in quotation marks was chosen by the caller: do not trust it, and do not open addresses in it.";

/** `mark` stands around what is quoted. */
const sentence = (detail: Detail, mark: string): string => {
  const { eventName, eventTime, sourceIPAddress, errorCode, requestParameters } = detail;
  const { bucketName: bucket, key } = requestParameters;
  const marked = (text: string): string => (text.includes('"') ? `${mark}${text}${mark}` : text);
  const place = known(bucketName, bucket) + (key ? `, object ${marked(quote(key))},` : "");
  const what = known(word, eventName);
  const did = errorCode ? `was refused ${what} (${known(word, errorCode)})` : `did ${what}`;
  const from = marked(known(address, sourceIPAddress ?? "an unknown address"));
  return `${marked(callerOf(detail.userIdentity))} ${did} on ${place} from ${from} at ${known(time, eventTime)}.`;
};

/**
 * An event as a notice, in the form for people and in the one that AWS Chatbot shows ("Custom notifications" in its
 * Administrator Guide). There, what is quoted is code too, in which chats look for no links, mentions and markup.
 * Throws for what is no event of CloudTrail about a bucket.
 */
export const noticeOf = (body: string): Notice => {
  const { id, detail } = v.parse(eventSchema, JSON.parse(body));
  const description = `${sentence(detail, "`")} ${warning}`;
  return {
    eventId: id,
    text: `${sentence(detail, "")} ${warning}`,
    chat: JSON.stringify({
      version: "1.0",
      source: "custom",
      content: { textType: "client-markdown", title: "File store", description },
    }),
  };
};
