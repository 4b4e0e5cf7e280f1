import * as http from "../../functions/aws/http";

/** A request that would have left the process. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** Names in lower case; `host` is left out, for it is the URL's. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** How it was to be sent. */
  readonly rules: http.TransferRules;
}

/** No request at all, for a test that then fails by what it lacks. */
const nothing: Sent = {
  method: "",
  url: "",
  headers: {},
  body: undefined,
  rules: { milliseconds: 0, ownConnection: false },
};

const toSent = ({ protocol, hostname, port, target, ...request }: http.Outgoing, rules: http.TransferRules): Sent => {
  const { host: _, ...headers } = Object.fromEntries(new Headers(request.headers));
  const url = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${target}`;
  return { method: request.method, url, headers, body: request.body, rules };
};

/** Stands in for the network during one test: records what is sent and answers with `answer`; what it throws, fails. */
export const fakeHttp = (
  answer: (request: Sent) => Response,
): { readonly first: () => Sent; readonly sent: readonly Sent[] } => {
  const sent: Sent[] = [];
  jest.spyOn(http, "transfer").mockImplementation(async (outgoing, rules) => {
    const request = toSent(outgoing, rules);
    sent.push(request);
    const response = answer(request);
    return { status: response.status, headers: response.headers, text: await response.text() };
  });
  return { first: () => sent[0] ?? nothing, sent };
};
