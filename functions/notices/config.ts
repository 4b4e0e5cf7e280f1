import { requiredVariable } from "../aws/variable";

/** The names of the notifier's environment variables, for the component that sets them. */
export const environmentNames = {
  textTopic: "COFFER_TEXT_TOPIC",
  chatTopic: "COFFER_CHAT_TOPIC",
} as const;

/** What is known only after deployment. */
export interface NotifierEnvironment {
  readonly region: string;
  /** The ARN of the topic whose subscribers read plain text. */
  readonly textTopic: string;
  /** The ARN of the topic of chat channels; undefined where there are none. */
  readonly chatTopic: string | undefined;
}

/** Reads {@link NotifierEnvironment} from a function's environment. Throws if a variable is missing. */
export const readEnvironment = (environment: NodeJS.ProcessEnv): NotifierEnvironment => ({
  region: requiredVariable(environment, "AWS_REGION"),
  textTopic: requiredVariable(environment, environmentNames.textTopic),
  chatTopic: environment[environmentNames.chatTopic] || undefined,
});
