import { addressOf } from "./signed-request";

/** A call of an AWS service other than S3. */
export interface ApiOperation {
  readonly eventName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The services whose calls are all management events and are recorded here, by the name in a signature's scope. Others
 * have data operations, which CloudTrail records only on request, or are of no matter to the alarms.
 */
export const recordedServices: ReadonlySet<string> = new Set(["cloudtrail", "iam", "kms", "sts"]);

/** CloudTrail leaves out what is secret, and KMS what it works on. */
const secret = /blob|plaintext|password|secret|signature|token|message$/i;

const protocol = new Set(["Action", "Version"]);

const parametersOf = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(
    entries
      .filter(([name]) => !secret.test(name) && !protocol.has(name))
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );

const jsonObject = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};

/** The operation of a request in AWS's JSON protocol (`x-amz-target`) or its query protocol (`Action`). */
export const apiOperation = (request: {
  readonly url: string;
  readonly target: string | undefined;
  readonly body: string;
}): ApiOperation | undefined => {
  const { url, target, body } = request;
  if (target !== undefined) {
    const eventName = target.slice(target.lastIndexOf(".") + 1);
    return { eventName, parameters: parametersOf(Object.entries(jsonObject(body))) };
  }
  const form = new URLSearchParams(body);
  const query = form.has("Action") ? form : addressOf(url).query;
  const eventName = query.get("Action");
  return eventName === null ? undefined : { eventName, parameters: parametersOf([...query]) };
};
