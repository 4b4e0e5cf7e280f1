import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer } from "node:https";
import { createProxyServer } from "http-proxy-3";
import { ProgramError } from "../../graph/program-error";
import type { CertificateFiles } from "../emulator/certificate";
import type { EmulatorAccess } from "./clients";
import { observeRequest } from "./observe";
import type { Recorder } from "./recorder";

/** A running relay: what clients and functions know as AWS. */
export interface Relay {
  readonly port: number;
  /** Lets requests through to the emulator; those that came before have waited. */
  readonly connect: (access: EmulatorAccess & { readonly port: number }) => void;
  /** Returns when all that has passed is recorded. */
  readonly settled: () => Promise<void>;
  /** Records what has passed, and ends. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

const HOST = "127.0.0.1";
/** As long as the emulator keeps its connections. */
const KEEP_ALIVE_MS = 75_000;
/** Shorter, so that a connection is not used that the emulator is about to close. */
const UPSTREAM_IDLE_MS = 60_000;

const refuse = (response: ServerResponse, reason: string): void => {
  if (response.headersSent) response.destroy();
  else response.writeHead(502, { "content-type": "text/plain" }).end(`The emulator did not answer: ${reason}\n`);
};

/** Listens, or says why not in words that help. */
const listen = async (server: ReturnType<typeof createServer>, port: number): Promise<number> => {
  try {
    server.listen(port, HOST);
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ProgramError(
      `The sandbox cannot use port ${port} of ${HOST}: ${code === "EADDRINUSE" ? "Address already in use" : message}. ` +
        "Stop what listens there, give another port, or give none to have a free one chosen.",
    );
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
};

/**
 * Starts the reverse proxy that stands before the emulator and records what passes. It changes neither a request's path
 * nor its headers, which are signed.
 *
 * @throws ProgramError if the port cannot be used.
 */
export const startRelay = async (options: {
  /** 0 for any free one. */
  readonly port: number;
  readonly tls: CertificateFiles;
  readonly say: (line: string) => void;
}): Promise<Relay> => {
  const [cert, key] = await Promise.all([readFile(options.tls.certificate), readFile(options.tls.key)]);
  // The certificate's name, whatever the request's Host header says.
  const agent = new Agent({ ca: cert, keepAlive: true, timeout: UPSTREAM_IDLE_MS, servername: "localhost" });
  const proxy = createProxyServer<typeof IncomingMessage, typeof ServerResponse>({ agent, toProxy: true });
  const observers = new WeakMap<IncomingMessage, ReturnType<typeof observeRequest>>();
  let recorder: Promise<Recorder> | undefined;
  let admit: (port: number) => void = () => undefined;
  const admitted = new Promise<number>((done) => {
    admit = done;
  });

  // Heads and bodies pass one after the other, and would wait for each other's receipt: Node 20 turns that off for plain
  // connections only.
  proxy.on("proxyReq", (outgoing) => outgoing.setNoDelay(true));
  proxy.on("proxyRes", (answer, request) => {
    observers.get(request)?.(answer, (exchange) => void recorder?.then(({ add }) => add(exchange)));
  });
  const server = createServer({ cert, key }, async (request, response) => {
    const port = await admitted;
    observers.set(request, observeRequest(request));
    const target = { protocol: "https:", host: HOST, port };
    proxy.web(request, response, { target }, (error) => refuse(response, error.message));
  });
  server.on("secureConnection", (socket) => socket.setNoDelay(true));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // An upload may take its time.
  server.requestTimeout = 0;
  const port = await listen(server, options.port);
  // The clients of six services take a while to load; the emulator starts meanwhile.
  const loading = import("./recorder");

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    server.close();
    server.closeIdleConnections();
    await (await recorder)?.close();
    server.closeAllConnections();
    agent.destroy();
  };
  return {
    port,
    connect: ({ port: emulatorPort, ...access }) => {
      recorder = loading.then(({ openRecorder }) => openRecorder(access, options.say));
      admit(emulatorPort);
    },
    settled: async () => (await recorder)?.settled(),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
};
