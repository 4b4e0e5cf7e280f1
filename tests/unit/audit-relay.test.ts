import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ProgramError } from "../../tools/graph/program-error";
import { type Relay, startRelay } from "../../tools/sandbox/audit/relay";
import { type CertificateFiles, makeCertificate } from "../../tools/sandbox/emulator/certificate";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let tls: CertificateFiles;
let certificate: string;
let emulator: Server;
let relay: Relay;
const seen: Seen[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coffer-relay-"));
  tls = await makeCertificate(folder);
  certificate = await readFile(tls.certificate, "utf8");
  // Stands for the emulator: remembers what it was asked, and names a caller.
  emulator = createServer({ cert: certificate, key: await readFile(tls.key) }, async (asked, answer) => {
    const { method = "", url = "", headers } = asked;
    let body = "";
    for await (const chunk of asked) body += chunk;
    seen.push({ method, url, headers, body });
    answer.writeHead(418, { "x-sandbox-caller": '{"type":"Root"}', "x-amz-request-id": "R1", etag: '"e"' });
    answer.end("<Error><Code>Teapot</Code></Error>");
  }).listen(0, "127.0.0.1");
  await once(emulator, "listening");
});
afterAll(async () => {
  emulator.closeAllConnections();
  emulator.close();
  await rm(folder, { recursive: true, force: true });
});

const access = (port: number) => ({
  port,
  endpoint: `https://127.0.0.1:${port}`,
  accountId: "123456789012",
  region: "eu-central-1",
  root: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
  certificate,
});
const emulatorPort = (): number => (emulator.address() as AddressInfo).port;

beforeEach(async () => {
  seen.length = 0;
  relay = await startRelay({ port: 0, tls, say: () => undefined });
});
afterEach(() => relay.stop());

const ask = (method: string, path: string, headers: Record<string, string> = {}, body = "") =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>((done, fail) => {
    const place = { host: "127.0.0.1", servername: "localhost", port: relay.port };
    const options = { ...place, method, path, headers, ca: certificate, agent: false };
    const asked = request(options, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      done({ status: answer.statusCode, headers: answer.headers, body: text });
    });
    asked.on("error", fail).end(body);
  });

test("a request arrives as it was signed: method, path, host, headers and body", async () => {
  relay.connect(access(emulatorPort()));
  const path = "/bucket//a%2Fb/../c%20d//?list-type=2&prefix=a%2Fb&x=?&empty=&bare";
  const host = `127.0.0.1:${relay.port}`;
  await ask(
    "PUT",
    path,
    { host, authorization: "AWS4-HMAC-SHA256 x", "x-amz-date": "now", expect: "100-continue" },
    "body",
  );
  expect(seen).toMatchObject([{ method: "PUT", url: path, body: "body" }]);
  expect(seen[0]?.headers).toMatchObject({ host, authorization: "AWS4-HMAC-SHA256 x", "x-amz-date": "now" });
  expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => /forwarded|via/.test(name))).toEqual([]);
});

test("an answer arrives as it was given, but for the caller's name", async () => {
  relay.connect(access(emulatorPort()));
  const answer = await ask("GET", "/_ministack/ready");
  expect(answer).toMatchObject({ status: 418, body: "<Error><Code>Teapot</Code></Error>" });
  expect(answer.headers).toMatchObject({ etag: '"e"', "x-amz-request-id": "R1" });
  expect(answer.headers).not.toHaveProperty("x-sandbox-caller");
});

test("the host's name is the client's, whatever it is", async () => {
  relay.connect(access(emulatorPort()));
  expect(await ask("GET", "/", { host: "bucket.s3.example.com" })).toMatchObject({ status: 418 });
  expect(seen[0]?.headers.host).toBe("bucket.s3.example.com");
});

test("a request that comes before the emulator waits for it", async () => {
  const early = ask("GET", "/early");
  await sleep(100);
  expect(seen).toEqual([]);
  relay.connect(access(emulatorPort()));
  expect(await early).toMatchObject({ status: 418 });
});

test("without an emulator the answer says so", async () => {
  relay.connect(access(1));
  expect(await ask("GET", "/")).toMatchObject({ status: 502, body: expect.stringContaining("ECONNREFUSED") });
});

test("a port that is taken is refused, with its number", async () => {
  const attempt = startRelay({ port: relay.port, tls, say: () => undefined });
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow(
    `cannot use port ${relay.port} of 127.0.0.1: Address already in use. Stop what`,
  );
});

test("it listens no more when it has been stopped, even with a request waiting", async () => {
  const waiting = ask("GET", "/");
  await sleep(100);
  await relay.stop();
  await relay.stop();
  await expect(waiting).rejects.toThrow();
  await expect(ask("GET", "/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("what cannot be recorded is told, once", async () => {
  await relay.stop();
  const said: string[] = [];
  relay = await startRelay({ port: 0, tls, say: (line) => said.push(line) });
  relay.connect(access(emulatorPort()));
  for (const key of ["one", "two"]) {
    await ask("GET", `/bucket/${key}`);
    await relay.settled();
  }
  expect(said).toEqual([expect.stringMatching(/^The audit relay could not ask for the trails: /)]);
});
