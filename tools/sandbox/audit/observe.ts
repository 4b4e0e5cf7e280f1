import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { recordedServices } from "./api-operation";
import type { Caller, Exchange } from "./exchange";
import { credentialOf } from "./signed-request";

/** The header in which the emulator says who signed (tools/sandbox/emulator/audit.py). */
const CALLER_HEADER = "x-sandbox-caller";
/** As much of a body is kept as parameters and errors need. */
const KEPT_BYTES = 64 * 1024;

/** Counts a body as it passes, and keeps the beginning of it if asked. Does not hold it up. */
const watch = (stream: IncomingMessage, keep: boolean) => {
  let bytes = 0;
  const kept: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => {
    if (keep && bytes < KEPT_BYTES) kept.push(chunk);
    bytes += chunk.length;
  });
  return { bytes: () => bytes, text: () => Buffer.concat(kept).toString() };
};

const tlsOf = ({ socket }: IncomingMessage): Exchange["tls"] =>
  socket instanceof TLSSocket
    ? { version: socket.getProtocol() ?? "", cipher: socket.getCipher()?.name ?? "" }
    : { version: "", cipher: "" };

/** Takes the caller off an answer. */
const takeCaller = (answer: IncomingMessage): Caller | undefined => {
  const text = answer.headers[CALLER_HEADER];
  delete answer.headers[CALLER_HEADER];
  return typeof text === "string" ? (JSON.parse(text) as Caller) : undefined;
};

/** Observes a request before its body flows; returns what observes its answer, before that flows. */
export const observeRequest = (request: IncomingMessage) => {
  const { method = "", url = "", headers } = request;
  const before = { time: new Date(), method, url, headers: { ...headers } };
  const connection = { remoteAddress: request.socket.remoteAddress ?? "", tls: tlsOf(request) };
  const sent = watch(request, recordedServices.has(credentialOf({ url, headers })?.service ?? ""));
  // A body in signed chunks is longer than what it carries.
  const declared = headers["x-amz-decoded-content-length"];

  return (answer: IncomingMessage, done: (exchange: Exchange) => void): void => {
    const caller = takeCaller(answer);
    const status = answer.statusCode ?? 0;
    const failed = status >= 400;
    const received = watch(answer, failed);
    answer.once("close", () =>
      done({
        ...before,
        ...connection,
        bytesIn: typeof declared === "string" && !failed ? Number(declared) : sent.bytes(),
        body: sent.text(),
        caller,
        status,
        answerHeaders: answer.headers,
        bytesOut: received.bytes(),
        answer: received.text(),
      }),
    );
  };
};
