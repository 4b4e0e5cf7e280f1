import { serviceEndpoint } from "./endpoint";
import { type CredentialSource, type Credentials, send, signerFor } from "./request";
import { readXml } from "./xml";

/** Statements of a session policy, which narrow what the role itself may do. */
export interface SessionPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

export interface SessionRequest {
  readonly roleArn: string;
  /** Who it is for; shown in CloudTrail. */
  readonly caller: string;
  readonly policy: SessionPolicy;
}

export type Session = Required<Credentials>;

/** A session is replaced when less than this is left of it, in milliseconds. */
const margin = 5 * 60_000;

/** The longest session that one role may assume another for. */
const sessionSeconds = 3600;

/** A name in the alphabet of STS, still recognisable: `[\w+=,.@-]`, 2 to 64 characters. */
export const sessionName = (caller: string): string =>
  caller
    .replace(/[^\w+=,.@-]/g, "-")
    .slice(0, 64)
    .padEnd(2, "-");

/**
 * Makes a source of role sessions, one for each role, caller and policy, kept until five minutes before its end.
 * Requests for the same session that come at once share one call of AssumeRole.
 */
export const sessionSource = (assume: (request: SessionRequest) => Promise<Session>, now: () => number) => {
  const kept = new Map<string, { readonly session: Promise<Session>; usableUntil: number }>();
  return (request: SessionRequest): Promise<Session> => {
    for (const [key, { usableUntil }] of kept) if (usableUntil <= now()) kept.delete(key);
    const key = JSON.stringify(request);
    const known = kept.get(key);
    if (known !== undefined) return known.session;
    const session = assume(request);
    const entry = { session, usableUntil: Number.POSITIVE_INFINITY };
    kept.set(key, entry);
    session.then(
      ({ expiration }) => {
        entry.usableUntil = expiration.getTime() - margin;
      },
      () => kept.delete(key),
    );
    return session;
  };
};

/** Calls STS AssumeRole (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
export const assumeRole = (region: string, credentials: CredentialSource, environment: NodeJS.ProcessEnv) => {
  const signer = signerFor("sts", region, credentials);
  const endpoint = serviceEndpoint("sts", region, environment);
  return async (request: SessionRequest): Promise<Session> => {
    const body = new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: request.roleArn,
      RoleSessionName: sessionName(request.caller),
      DurationSeconds: String(sessionSeconds),
      Policy: JSON.stringify(request.policy),
    }).toString();
    const { text } = await send(signer, endpoint, {
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body,
    });
    const field = (name: string): string => {
      const value = readXml(text).all("AssumeRoleResult")[0]?.text("Credentials", name);
      if (value === undefined) throw new Error(`STS answered without ${name}`);
      return value;
    };
    return {
      accessKeyId: field("AccessKeyId"),
      secretAccessKey: field("SecretAccessKey"),
      sessionToken: field("SessionToken"),
      expiration: new Date(field("Expiration")),
    };
  };
};

/**
 * The function's own credentials, read from the environment for each signature. Lambda sets them there from the
 * execution role (Lambda Developer Guide, "Working with Lambda environment variables"), and "terminates execution
 * environments every few hours [...] even for functions that are invoked continuously" (same guide, "Understanding the
 * Lambda execution environment lifecycle"): new credentials come with a new environment. Reading them each time costs
 * nothing, and also holds for a runtime that renews the variables of a running process.
 */
export const environmentCredentials =
  (environment: NodeJS.ProcessEnv): CredentialSource =>
  async () => ({
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? "",
    ...(environment.AWS_SESSION_TOKEN ? { sessionToken: environment.AWS_SESSION_TOKEN } : {}),
  });
