/** A request that would have left the process. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** No request at all, for a test that then fails by what it lacks. */
const nothing: Sent = { method: "", url: "", headers: {}, body: undefined };

/** Stands in for the network during one test: records what is sent and answers with `answer`. */
export const fakeFetch = (
  answer: (request: Sent) => Response,
): { readonly first: () => Sent; readonly sent: readonly Sent[] } => {
  const sent: Sent[] = [];
  jest.spyOn(globalThis, "fetch").mockImplementation(async (url, init = {}) => {
    const { method = "GET", headers, body } = init;
    const request: Sent = {
      method,
      url: String(url),
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === "string" ? body : undefined,
    };
    sent.push(request);
    return answer(request);
  });
  return { first: () => sent[0] ?? nothing, sent };
};
