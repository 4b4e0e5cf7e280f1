import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { Agent, get, request } from "node:https";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import * as tls from "node:tls";
import { promisify } from "node:util";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { ProgramError } from "../../tools/graph/program-error";
import { installEmulator } from "../../tools/sandbox/emulator/install";
import { type Emulator, type StartOptions, startEmulator } from "../../tools/sandbox/emulator/start";

const PROJECT = resolve(__dirname, "../..");
const ACCOUNT = "111122223333";
const run = promisify(execFile);

jest.setTimeout(30_000);

let python: string;
let folder: string;
const running: Emulator[] = [];

beforeAll(async () => {
  python = await installEmulator({ root: PROJECT, say: () => {} });
}, 300_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coffer-emulator-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<StartOptions> = {}): Promise<Emulator> {
  const directory = await mkdtemp(join(folder, "run-"));
  const emulator = await startEmulator({ python, directory, region: "eu-central-1", accountId: ACCOUNT, ...options });
  running.push(emulator);
  return emulator;
}

/** What an SDK client needs to talk to the emulator; as its root user unless told otherwise. */
function client(emulator: Emulator, credentials = emulator.root) {
  const httpsAgent = new Agent({ ca: readFileSync(emulator.certificate) });
  const requestHandler = new NodeHttpHandler({ httpsAgent });
  const { endpoint, region } = emulator;
  return { endpoint, region, credentials, requestHandler, forcePathStyle: true, maxAttempts: 1 };
}

const whoAmI = (emulator: Emulator, credentials = emulator.root) =>
  new STSClient(client(emulator, credentials)).send(new GetCallerIdentityCommand({}));

/** The living processes of a group. */
async function members(group: number): Promise<number[]> {
  const rows: string[][] = [];
  if (existsSync("/proc/self/stat")) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const [state = "", , pgid = ""] =
          readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").slice(-1)[0]?.split(" ") ?? [];
        rows.push([pid, pgid, state]);
      } catch {
        // It ended while we looked.
      }
    }
  } else {
    const { stdout } = await run("ps", ["-axo", "pid=,pgid=,state="]);
    rows.push(
      ...stdout
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/)),
    );
  }
  return rows
    .filter(([, pgid, state]) => Number(pgid) === group && !state?.startsWith("Z"))
    .map(([pid]) => Number(pid));
}

async function untilEmpty(group: number, withinMs: number): Promise<number[]> {
  const deadline = Date.now() + withinMs;
  let left = await members(group);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(50);
    left = await members(group);
  }
  return left;
}

/** Has the emulator run a function, whose process stays behind, warm, when it has answered. */
async function runFunction(emulator: Emulator): Promise<unknown> {
  const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await new IAMClient(client(emulator)).send(
    new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: JSON.stringify({ Statement: [statement] }) }),
  );
  const source = `process.on("SIGTERM", () => {}); // It does not go by itself.
  exports.handler = async ({ waitMs = 0 }) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const { AWS_ENDPOINT_URL, NODE_EXTRA_CA_CERTS, AWS_ACCESS_KEY_ID } = process.env;
    return { node: process.version, endpoint: AWS_ENDPOINT_URL, ca: NODE_EXTRA_CA_CERTS, key: AWS_ACCESS_KEY_ID };
  };`;
  const zip = join(folder, "function.zip");
  await run(python, [
    "-c",
    "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').writestr('index.js', sys.argv[2])",
    zip,
    source,
  ]);
  const lambda = new LambdaClient(client(emulator));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "worker",
      Role: Role?.Arn,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Timeout: 60,
      Code: { ZipFile: await readFile(zip) },
    }),
  );
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "worker" }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

const connects = (host: string, port: number) =>
  new Promise<boolean>((settle) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (connected: boolean) => {
      socket.destroy();
      settle(connected);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });

describe("a running emulator", () => {
  let emulator: Emulator;
  let own: string;
  beforeAll(async () => {
    own = await mkdtemp(join(tmpdir(), "coffer-emulator-"));
    emulator = await startEmulator({ python, directory: own, region: "eu-central-1", accountId: ACCOUNT });
  });
  afterAll(async () => {
    await emulator.stop();
    await rm(own, { recursive: true, force: true });
  });

  test("knows its root user and its account", async () => {
    const { Account, Arn } = await whoAmI(emulator);
    expect([Account, Arn]).toEqual([ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`]);
  });

  const ask = (path: string, method = "GET") =>
    new Promise<number | undefined>((settle, reject) => {
      const options = { method, ca: readFileSync(emulator.certificate), agent: false };
      const asked = request(`${emulator.endpoint}${path}`, options, (response) => {
        response.resume();
        settle(response.statusCode);
      });
      asked.on("error", reject).end();
    });

  test.each([
    ["who am I", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15"],
    ["list the users", "GET", "/?Action=ListUsers&Version=2010-05-08"],
    ["list the buckets", "GET", "/"],
    ["make a bucket", "PUT", "/anybodys-bucket"],
    ["erase everything", "POST", "/_ministack/reset"],
    ["change the emulator", "POST", "/_ministack/config"],
    ["read the queues", "GET", "/_ministack/sqs/messages"],
  ])("refuses an unsigned request: %s", async (_what, method, path) => {
    expect(await ask(path, method)).toBe(403);
  });

  const WRONG = "x".repeat(40);
  test.each([
    ["root's key with another secret", () => emulator.root.accessKeyId, WRONG, "SignatureDoesNotMatch"],
    ["the key that MiniStack has for root by default", () => "test", "test", "InvalidClientTokenId"],
    ["that key with root's secret", () => "test", undefined, "InvalidClientTokenId"],
    ["the account's number for a key", () => ACCOUNT, WRONG, "InvalidClientTokenId"],
    ["an unknown key", () => "AKIAAAAAAAAAAAAAAAAA", WRONG, "InvalidClientTokenId"],
  ])("refuses %s", async (_what, key, secret, code) => {
    const credentials = { accessKeyId: key(), secretAccessKey: secret ?? emulator.root.secretAccessKey };
    await expect(whoAmI(emulator, credentials)).rejects.toMatchObject({ name: code });
    const bucket = new CreateBucketCommand({ Bucket: "anybodys-bucket" });
    await expect(new S3Client(client(emulator, credentials)).send(bucket)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("is believed only by those who are given its certificate", async () => {
    const attempt = new Promise((settle, reject) => {
      get(`${emulator.endpoint}/_ministack/health`, { agent: false }, settle).on("error", reject);
    });
    await expect(attempt).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect((await stat(join(own, "tls", "key.pem"))).mode & 0o777).toBe(0o600);
  });

  test("is found and believed by botocore, on which the AWS CLI is built, through the environment alone", async () => {
    const { accessKeyId, secretAccessKey } = emulator.root;
    const env = {
      PATH: process.env.PATH ?? "",
      ...emulator.clientEnvironment,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const program =
      "import botocore.session as s; print(s.Session().create_client('sts').get_caller_identity()['Account'])";
    const { stdout } = await run(python, ["-c", program], { env });
    expect(stdout.trim()).toBe(ACCOUNT);
  });

  test("lets root alone publish events in the name of AWS's services", async () => {
    const iam = new IAMClient(client(emulator));
    await iam.send(new CreateUserCommand({ UserName: "publisher" }));
    const statement = { Effect: "Allow", Action: "events:PutEvents", Resource: "*" };
    const policy = { UserName: "publisher", PolicyName: "publish" };
    await iam.send(new PutUserPolicyCommand({ ...policy, PolicyDocument: JSON.stringify({ Statement: [statement] }) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "publisher" }));
    const user = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    const publish = async (source: string, credentials?: typeof user) => {
      const events = new EventBridgeClient(client(emulator, credentials));
      const entry = { Source: source, DetailType: "test", Detail: "{}" };
      const { Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      return Entries?.[0]?.ErrorCode ?? "published";
    };
    expect(await publish("aws.s3")).toBe("published");
    expect(await publish("acme", user)).toBe("published");
    expect(await publish("aws.s3", user)).toBe("NotAuthorizedForSourceException");
  });

  test("listens on 127.0.0.1 and nowhere else", async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
    // Linux answers on the whole of 127.0.0.0/8.
    const elsewhere = [...addresses.filter((address) => address !== "127.0.0.1"), "127.0.0.2", "::1"];
    const answers = await Promise.all(elsewhere.map((host) => connects(host, emulator.port)));
    expect(answers).toEqual(elsewhere.map(() => false));
    expect(await connects("127.0.0.1", emulator.port)).toBe(true);
  });

  test("runs functions on the Node.js that they are deployed on, with its endpoint and certificate, as their role and not as root", async () => {
    const answer = await runFunction(emulator);
    expect(answer).toMatchObject({ node: expect.stringMatching(/^v24\./) });
    expect(answer).toMatchObject({ endpoint: emulator.endpoint, ca: emulator.certificate });
    expect(answer).toMatchObject({ key: expect.stringMatching(/^ASIA/) });
  });
});

test("two run at once and do not know each other's users", async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.port).not.toBe(two.port);
  await expect(whoAmI(one)).resolves.toMatchObject({ Account: ACCOUNT });
  await expect(whoAmI(two)).resolves.toMatchObject({ Account: ACCOUNT });
  await expect(whoAmI(one, two.root)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

test("stop() leaves no process, not even a function's, and may be called again", async () => {
  const emulator = await start();
  await runFunction(emulator);
  expect((await members(emulator.pid)).length).toBe(3);
  await Promise.all([emulator.stop(), emulator.stop()]);
  expect(await members(emulator.pid)).toEqual([]);
  expect(await emulator.ended).toEqual({ code: 0, signal: null });
});

test("stop() waits neither for a function that runs nor for clients that keep their connections", async () => {
  const emulator = await start();
  await runFunction(emulator);
  const silent = connect(emulator.port, "127.0.0.1").on("error", () => {});
  const deaf = tls.connect(emulator.port, "127.0.0.1", { ca: readFileSync(emulator.certificate) });
  deaf.on("error", () => {});
  await Promise.all([once(silent, "connect"), once(deaf, "secureConnect")]);
  deaf.pause();
  const event = { FunctionName: "worker", Payload: JSON.stringify({ waitMs: 20_000 }) };
  const invocation = new LambdaClient(client(emulator)).send(new InvokeCommand(event)).then(
    () => "answered",
    () => "cut off",
  );
  await sleep(300);
  const began = Date.now();
  await emulator.stop();
  expect(Date.now() - began).toBeLessThan(3000);
  expect(await emulator.ended).toEqual({ code: 0, signal: null });
  await invocation;
  silent.destroy();
  deaf.destroy();
});

test("nothing is left when the process that started it is killed", async () => {
  const child = join(folder, "child.ts");
  const options = { python, directory: folder, region: "eu-central-1", accountId: ACCOUNT };
  await writeFile(
    child,
    `const { startEmulator } = require(${JSON.stringify(join(PROJECT, "tools/sandbox/emulator/start"))});
     startEmulator(${JSON.stringify(options)}).then((emulator) => console.log(emulator.pid));`,
  );
  const parent = spawn(process.execPath, [join(PROJECT, "tools/scripts/ts.mjs"), child], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const group = Number(line);
  expect((await members(group)).length).toBe(2);
  parent.kill("SIGKILL");
  expect(await untilEmpty(group, 5000)).toEqual([]);
});

test("nothing is left, and its end is told, when its supervisor or its server is killed", async () => {
  for (const victim of ["supervisor", "server"]) {
    const emulator = await start();
    await runFunction(emulator);
    // A busy function does not notice by itself that nobody listens to it any more.
    const event = { FunctionName: "worker", Payload: JSON.stringify({ waitMs: 20_000 }) };
    const invocation = new LambdaClient(client(emulator)).send(new InvokeCommand(event)).catch(() => undefined);
    await sleep(300);
    const server = (await members(emulator.pid)).sort((a, b) => a - b)[1] ?? 0;
    process.kill(victim === "supervisor" ? emulator.pid : server, "SIGKILL");
    const began = Date.now();
    const expected = victim === "supervisor" ? { code: null, signal: "SIGKILL" } : { code: 137, signal: null };
    expect(await emulator.ended).toEqual(expected);
    // Long before the time after which we would kill it ourselves.
    expect(Date.now() - began).toBeLessThan(5000);
    expect(await untilEmpty(emulator.pid, 1000)).toEqual([]);
    await invocation;
  }
});

test("a port that is taken is refused, with its number", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const attempt = start({ port });
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow(`cannot use port ${port} of 127.0.0.1: Address already in use. Stop what`);
  holder.close();
});

test("an emulator that dies at once is reported with the end of its log", async () => {
  const broken = join(folder, "python");
  await writeFile(broken, "#!/bin/sh\necho 'ModuleNotFoundError: no emulator here' >&2\nexit 3\n");
  await chmod(broken, 0o755);
  const attempt = start({ python: broken });
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow(
    /ended with code 3 before it answered[\s\S]*ModuleNotFoundError: no emulator here/,
  );
});

test("state that is kept survives a restart: a bucket's object, a user's access key", async () => {
  const persist = join(folder, "kept");
  const first = await start({ persist });
  const s3 = new S3Client(client(first));
  await s3.send(
    new CreateBucketCommand({
      Bucket: "kept-bucket",
      CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "kept-bucket", Key: "a/b", Body: "content" }));
  const iam = new IAMClient(client(first));
  await iam.send(new CreateUserCommand({ UserName: "alice" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "alice" }));
  await first.stop();

  const second = await start({ persist });
  const object = await new S3Client(client(second)).send(new GetObjectCommand({ Bucket: "kept-bucket", Key: "a/b" }));
  expect(await object.Body?.transformToString()).toBe("content");
  const alice = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  expect((await whoAmI(second, alice)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/alice`);
});

test("installEmulator finds what is installed and says nothing", async () => {
  const said: string[] = [];
  expect(await installEmulator({ root: PROJECT, say: (line) => said.push(line) })).toBe(python);
  expect(said).toEqual([]);
});
