import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { TransportError } from "../../functions/aws/errors";
import * as http from "../../functions/aws/http";
import { type AwsRequest, send, signerFor } from "../../functions/aws/request";
import { withinTime } from "../../functions/aws/time-limits";
import { type LocalServer, type Reply, startServer } from "../support/local-server";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

/** Connections that break, over real sockets. A pause before a repetition is below 100 ms. */

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const signer = signerFor("s3", "eu-central-1", { accessKeyId: "ASIAEXAMPLE", secretAccessKey });
let server: LocalServer;
let replies: Reply[] = [];

beforeAll(async () => {
  // The last reply stays.
  server = await startServer(() => (replies.length > 1 ? replies.shift() : replies[0]) ?? {});
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
  replies = [{}];
});
afterEach(() => jest.restoreAllMocks());

const at = (url: string) => {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, hostname, ...(port && { port: Number(port) }), basePath: "" };
};
const request = (more: Partial<AwsRequest> = {}): AwsRequest => ({ method: "GET", path: "/", ...more });
const ask = (more: Partial<AwsRequest> = {}, url = server.url) => send(signer, at(url), request(more));

/** How a request fails, and how often it was tried. */
const failure = async (more: Partial<AwsRequest>, url?: string) => {
  const transfers = jest.spyOn(http, "transfer");
  const error = await thrownBy(() => ask(more, url));
  if (!(error instanceof TransportError)) throw new Error(`it failed otherwise: ${error}`);
  return { status: error.status, code: error.code, maybeSent: error.maybeSent, attempts: transfers.mock.calls.length };
};

const write = { method: "PUT", repeatable: false };

describe("a connection that is reset", () => {
  test.each(["at once", "in the body"] as const)("%s is tried three times for a read", async (breaks) => {
    replies = [{ breaks, body: "half" }];
    expect(await failure({})).toEqual({ status: 503, code: "ECONNRESET", maybeSent: true, attempts: 3 });
    expect(server.received).toHaveLength(3);
  });

  test("is not tried again for what must not be done twice: it may have been done", async () => {
    replies = [{ breaks: "at once" }];
    expect(await failure(write)).toMatchObject({ code: "ECONNRESET", attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("once only is not seen by the caller", async () => {
    replies = [{ breaks: "at once" }, { body: "<Done/>" }];
    expect(await ask()).toMatchObject({ text: "<Done/>" });
    expect(server.received).toHaveLength(2);
  });
});

describe("what was never sent", () => {
  test.each([{}, write])("is tried three times, whatever it does: nobody listens, for %j", async (more) => {
    const gone = await startServer(() => ({}));
    await gone.close();
    expect(await failure(more, gone.url)).toEqual({
      status: 503,
      code: "ECONNREFUSED",
      maybeSent: false,
      attempts: 3,
    });
  });

  test("is tried three times where the name is not found", async () => {
    const { code, ...rest } = await failure(write, "http://s3.coffer.invalid");
    expect(["ENOTFOUND", "EAI_AGAIN"]).toContain(code);
    expect(rest).toEqual({ status: 503, maybeSent: false, attempts: 3 });
  });

  test("is not tried again over a certificate that does not hold", async () => {
    const { cert, private: key } = await generate([{ name: "commonName", value: "stranger" }]);
    const stranger = createTlsServer({ cert, key });
    await new Promise<void>((done) => stranger.listen(0, "127.0.0.1", done));
    const { port } = stranger.address() as AddressInfo;
    try {
      expect(await failure({}, `https://127.0.0.1:${port}`)).toEqual({
        status: 503,
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
        maybeSent: false,
        attempts: 1,
      });
    } finally {
      stranger.close();
    }
  });
});

describe("time", () => {
  test("that an invocation has left is all that a silent AWS gets", async () => {
    replies = [{ breaks: "never" }];
    const began = Date.now();
    expect(await withinTime(300, () => failure({}))).toEqual({
      status: 503,
      code: "Timeout",
      maybeSent: true,
      attempts: 1,
    });
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test("of one attempt is ten seconds, and for slow work what is left", async () => {
    const transfers = jest.spyOn(http, "transfer");
    await withinTime(22_000, async () => {
      await ask();
      await ask({ slow: true });
    });
    await ask({ slow: true });
    const given = transfers.mock.calls.map(([, { milliseconds }]) => milliseconds);
    expect(given[0]).toBe(10_000);
    expect(given[1]).toBeGreaterThan(21_000);
    expect(given[2]).toBeLessThanOrEqual(10_000);
  });

  test("for a repetition must be left, or there is none", async () => {
    replies = [{ breaks: "at once" }];
    expect(await withinTime(2_900, () => failure({}))).toMatchObject({ attempts: 1 });
  });
});

test.each(["/uploads/mallory/../alice/x", "/a/./b", "/..", "//x", "/a/..?x"])(
  "the path %s arrives as it is, with the signature that S3 finds for it",
  async (path) => {
    const [plain = "", query] = path.split("?");
    await ask({ path: plain, ...(query && { query: { [query]: "" } }) });
    const [received = { method: "", url: "", headers: {}, body: "" }] = server.received;
    expect(received.url).toBe(`${server.url}${plain}${query ? `?${query}=` : ""}`);
    expect(received.headers.authorization?.split("Signature=")[1]).toBe(headerSignature(received, secretAccessKey));
  },
);

test("connections are kept, and what must not be done twice has one of its own", async () => {
  await ask({ path: "/one" });
  await ask({ path: "/two" });
  await ask({ path: "/three", ...write });
  expect(server.received.map(({ headers }) => headers.connection)).toEqual(["keep-alive", "keep-alive", "close"]);
});

test("a mistake of this program's own is no failure of AWS", async () => {
  const error = await thrownBy(() => ask({ headers: { "x-broken": "a\nb" } }));
  expect(error).toMatchObject({ name: "TypeError", code: "ERR_INVALID_CHAR" });
});
