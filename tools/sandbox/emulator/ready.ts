import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** What {@link untilReady} needs. */
export interface ReadyOptions {
  port: number;
  /** The server's certificate, PEM. */
  certificate: string;
  withinMs: number;
  /** Settles when there is nobody left to ask; its value says how that came about. */
  over: Promise<string>;
}

const AGAIN_AFTER_MS = 20;

/**
 * Asks the emulator whether it is ready until it says so; returns "ready", or what happened instead. The port is bound
 * before the server runs, so the first question simply waits for it: there is hardly anything to poll.
 */
export async function untilReady({ port, certificate, withinMs, over }: ReadyOptions): Promise<string> {
  const giveUp = new AbortController();
  let last = "nothing";
  let reason: string | undefined;
  const end = (why: string) => {
    reason ??= why;
    giveUp.abort();
  };
  const timer = setTimeout(() => end(`was not ready within ${withinMs / 1000} s (its last answer: ${last})`), withinMs);
  void over.then(end);
  while (reason === undefined) {
    last = await ask(port, certificate, giveUp.signal);
    if (last === "200") reason = "ready";
    else await sleep(AGAIN_AFTER_MS);
  }
  clearTimeout(timer);
  return reason;
}

function ask(port: number, certificate: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, path: "/_ministack/ready", ca: certificate, agent: false, signal };
    const asked = request(options, (response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    asked.on("error", (error) => resolve(error.message));
    asked.end();
  });
}
