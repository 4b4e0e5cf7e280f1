/** A batch of an SQS queue, as Lambda hands it over. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages that are to be tried again (Lambda Developer Guide, "Reporting batch item failures"). */
export interface QueueAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** One structured line of a log. It never holds a key, a body or metadata, nor the message of an error, which may. */
export type LogLine = Readonly<Record<string, string | number | readonly string[]>>;

export interface MessageTools {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: LogLine) => void;
}

/** What may be logged of an error: what it is and where it was thrown. */
const describeError = (error: unknown): LogLine => {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, ...code, at: at.slice(0, 5).map((line) => line.trim()) };
};

/**
 * Works on each message of a batch by itself: one that fails is reported alone, and comes again until the queue has
 * had enough of it. `work` tells what may be logged.
 */
export const eachMessage =
  (work: (body: string) => Promise<LogLine>, { now, log }: MessageTools) =>
  async ({ Records }: QueueEvent): Promise<QueueAnswer> => {
    const failed = await Promise.all(
      Records.map(async ({ messageId, body }) => {
        const began = now();
        const line = (more: LogLine): void => log({ messageId, ...more, milliseconds: now() - began });
        try {
          line(await work(body));
          return [];
        } catch (error) {
          line({ outcome: "failed", ...describeError(error) });
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failed.flat() };
  };
