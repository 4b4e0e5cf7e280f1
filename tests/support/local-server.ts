import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  /** The whole URL, as the client meant it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Breaks the connection instead of an answer: at once, in the middle of the body, or never (the client waits). */
  readonly breaks?: "at once" | "in the body" | "never";
}

export interface LocalServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly received: Received[];
  readonly close: () => Promise<void>;
}

/** A server on this machine's loopback that records what it gets and replies as told. */
export const startServer = async (reply: (request: Received) => Reply): Promise<LocalServer> => {
  const received: Received[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const request = { method: incoming.method ?? "", url, headers, body: Buffer.concat(chunks).toString() };
    received.push(request);
    const { status = 200, headers: more = {}, body = "", breaks } = reply(request);
    if (breaks === "never") return;
    if (breaks === "at once") return void incoming.socket.destroy();
    if (breaks === "in the body") {
      outgoing.writeHead(status, { ...more, "content-length": "1000" });
      outgoing.write(body, () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(status, more).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, received, close };
};
