import { serviceEndpoint } from "../aws/endpoint";
import { type CredentialSource, type Credentials, send, signerFor } from "../aws/request";
import { environmentCredentials } from "../aws/sessions";
import type { MessageTools } from "../records/messages";
import { lambdaLog } from "../records/platform";
import { type NotifierEnvironment, readEnvironment } from "./config";

/** What the notifier needs of the world; tests give their own. */
export interface NotifierPlatform extends MessageTools {
  /** Publishes to the topic of each form. Throws unless every topic took it. */
  readonly publish: (notice: { readonly text: string; readonly chat: string }) => Promise<void>;
}

/** Calls SNS Publish (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html) once for each topic there is. */
export const publishNotice =
  (
    { region, textTopic, chatTopic }: NotifierEnvironment,
    credentials: Credentials | CredentialSource,
    environment: NodeJS.ProcessEnv,
  ) =>
  async ({ text, chat }: { readonly text: string; readonly chat: string }): Promise<void> => {
    const signer = signerFor("sns", region, credentials);
    const endpoint = serviceEndpoint("sns", region, environment);
    const publish = (TopicArn: string, Message: string) =>
      send(signer, endpoint, {
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: new URLSearchParams({ Action: "Publish", Version: "2010-03-31", TopicArn, Message }).toString(),
      });
    await Promise.all([publish(textTopic, text), ...(chatTopic === undefined ? [] : [publish(chatTopic, chat)])]);
  };

let made: NotifierPlatform | undefined;

/** The platform of a running Lambda function, made once and kept between calls. */
export const notifierPlatform = (): NotifierPlatform => {
  made ??= {
    now: Date.now,
    log: lambdaLog("notifier"),
    publish: publishNotice(readEnvironment(process.env), environmentCredentials(process.env), process.env),
  };
  return made;
};
