import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request as tlsRequest } from "node:https";
import { toTransportError } from "./errors";

/** One request, ready to be sent. */
export interface Outgoing {
  /** `https:` or `http:`. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  /** Path and query, percent-encoded. It is sent as it is. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface TransferRules {
  /** How long the whole exchange may take. */
  readonly milliseconds: number;
  /**
   * A connection for this request alone. A kept one may have been closed by the other side while Lambda had the function
   * frozen, which shows only after the request was written to it.
   */
  readonly ownConnection: boolean;
}

/** How long a connection may take to be made, its TLS handshake included, in milliseconds. */
const connectPatience = 3_000;

/** Connections are kept from one invocation to the next, over both protocols. */
const kept = { keepAlive: true, maxSockets: 50 };
const agents = { plain: new PlainAgent(kept), tls: new Agent(kept) };

/**
 * Sends one request and reads the whole answer. Follows no redirect. Not `fetch`, which resolves `.` and `..` in a path
 * (https://url.spec.whatwg.org/#path-state) and so sends another path than was signed. Throws {@link TransportError}.
 */
export const transfer = ({ protocol, target, body, ...to }: Outgoing, rules: TransferRules): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const plain = protocol === "http:";
    let connected = false;
    let late: "Timeout" | "ConnectTimeout" | undefined;
    const outgoing = (plain ? plainRequest : tlsRequest)({
      ...to,
      hostname: to.hostname.replace(/^\[|\]$/g, ""),
      path: target,
      agent: rules.ownConnection ? false : plain ? agents.plain : agents.tls,
    });
    const give = (why: "Timeout" | "ConnectTimeout") => () => {
      late = why;
      outgoing.destroy(new Error(why));
    };
    const timers = [
      setTimeout(give("Timeout"), rules.milliseconds),
      setTimeout(give("ConnectTimeout"), connectPatience),
    ];
    const stop = (): void => timers.forEach(clearTimeout);
    const fail = (error: unknown): void => {
      stop();
      reject(toTransportError(error, { late, connected }));
    };
    outgoing.once("socket", (socket) => {
      const ready = (): void => {
        connected = true;
        clearTimeout(timers[1]);
      };
      if (socket.connecting) socket.once(plain ? "connect" : "secureConnect", ready);
      else ready();
    });
    outgoing.once("error", fail);
    outgoing.once("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", fail);
      incoming.once("end", () => {
        stop();
        const headers = new Headers();
        for (const [name, values = []] of Object.entries(incoming.headersDistinct))
          for (const value of values) headers.append(name, value);
        resolve({ status: incoming.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.end(body);
  });
