import type { IncomingHttpHeaders } from "node:http";

/** Who signed a request, as the emulator says it (tools/sandbox/emulator/audit.py). */
export interface Caller {
  readonly type: "Root" | "User" | "AssumedRole" | "FederatedUser";
  /** The unique id; of a session, the role's and the session's name. */
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** The access key's id. */
  readonly key: string;
  /** The name of an IAM user. */
  readonly user?: string;
  /** The role of a session. */
  readonly role?: { readonly name: string; readonly arn: string; readonly id: string };
  /** When the session began. */
  readonly since?: string;
}

/** A request that has passed the relay, and its answer. */
export interface Exchange {
  readonly time: Date;
  readonly method: string;
  /** Path and query, as they came over the wire. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  readonly tls: { readonly version: string; readonly cipher: string };
  /** Bytes of the body. */
  readonly bytesIn: number;
  /** The request's body, where {@link Exchange} is one whose parameters are in it. */
  readonly body: string;
  /** Nobody, if the request was not signed, or not with a key that there is. */
  readonly caller: Caller | undefined;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly bytesOut: number;
  /** The answer's body, if it is an error. */
  readonly answer: string;
}
