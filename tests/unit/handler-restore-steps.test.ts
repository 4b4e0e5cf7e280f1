import { adminApi } from "../../functions/admin";
import { AwsError, TransportError } from "../../functions/aws/errors";
import { config, environment } from "../support/api-config";
import { type FakeVersion, fakeCopies } from "../support/fake-copies";
import { call, fakePlatform, noon, read } from "../support/fake-platform";

/** Versions that take longer to copy than one call may last. Time is the fake clock's; one copy moves `rate` bytes a second. */

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const key = "uploads/alice/report 1.pdf";

const source = (size: number, headers: Readonly<Record<string, string>> = {}): FakeVersion => ({
  id: "v1",
  size,
  headers: { "content-type": "application/pdf", "x-amz-meta-coffer-caller": "alice", ...headers },
});

beforeEach(() => jest.useFakeTimers({ now: noon }));
afterEach(() => jest.useRealTimers());

/** Moves the clock from one event to the next until the work is done. */
const settle = async <T>(work: Promise<T>): Promise<T> => {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  while (!over) await jest.advanceTimersToNextTimerAsync();
  return work;
};

interface RestoreBody {
  readonly state?: string;
  readonly versionId?: string;
  readonly copied?: number;
  readonly size?: number;
  readonly type?: string;
}

const world = (version: FakeVersion, rate = 100 * MiB) => {
  const s3 = fakeCopies("uploads/alice/report+1.pdf", version, rate);
  const fake = fakePlatform();
  const handler = adminApi(config, {
    ...fake.platform,
    now: Date.now,
    access: async (...asked) => {
      const access = await fake.platform.access(...asked);
      return { ...access, bucket: { ...access.bucket, send: s3.send }, table: s3.table };
    },
  });
  const json = { kind: "version", key, versionId: "v1" };
  const ask = async () => {
    const began = Date.now();
    const answer = await read<RestoreBody>(handler(call("POST /restores", { as: "admin", by: "ada", json })));
    return { ...answer, seconds: (Date.now() - began) / 1000 };
  };
  /** Asks again until it is done. */
  const restore = async () => {
    const calls: Awaited<ReturnType<typeof ask>>[] = [];
    for (let state: string | undefined = "in-progress"; state === "in-progress" && calls.length < 100; ) {
      const answer = await settle(ask());
      calls.push(answer);
      state = answer.body.state;
    }
    return calls;
  };
  return { ...s3, ask, restore };
};

/** The versions that restores made. */
const made = ({ versions }: ReturnType<typeof world>) => versions.filter(({ id }) => id.startsWith("restored"));

describe("20 GiB, in 320 parts of 64 MiB, 16 at once", () => {
  test("at 25 MiB/s for a part take four calls, each of which ends in time, and make one copy", async () => {
    const s3 = world(source(20 * GiB), 25 * MiB);
    const calls = await s3.restore();
    // A part takes 2.56 s, and none begins after 15 s: six rounds of 16 parts a call, and two in the last.
    expect(calls.map(({ body }) => (body.copied ?? 20 * GiB) / (64 * MiB))).toEqual([96, 192, 288, 320]);
    expect(calls.map(({ body }) => body.state)).toEqual(["in-progress", "in-progress", "in-progress", "done"]);
    for (const { seconds } of calls) expect(seconds).toBeLessThan(15.5);
    expect(calls[0]?.headers).toMatchObject({ "retry-after": "2" });
    expect(calls[0]?.body).toMatchObject({
      kind: "version",
      key,
      restoredFrom: "v1",
      size: 20 * GiB,
      retryAfterSeconds: 2,
    });
    expect(calls[3]?.body).toEqual({
      kind: "version",
      key,
      restoredFrom: "v1",
      state: "done",
      versionId: "restored-1",
    });
    expect(s3.counts).toEqual({ begun: 1, parts: 320, copies: 0, joined: 1, aborted: 0 });
    expect(made(s3)).toHaveLength(1);
  });

  test("at 100 MiB/s for a part take one call of 13 s", async () => {
    const s3 = world(source(20 * GiB));
    const calls = await s3.restore();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.seconds).toBeGreaterThan(12.8);
    expect(calls[0]?.seconds).toBeLessThan(13.5);
  });

  test("asked for again after the end are not copied again", async () => {
    const s3 = world(source(20 * GiB));
    await s3.restore();
    const before = s3.requests.length;
    expect((await settle(s3.ask())).body).toMatchObject({ state: "done", versionId: "restored-1" });
    expect(s3.requests.slice(before).map(({ method }) => method)).toEqual(["GET", "HEAD"]);
  });

  test("asked for by two callers at once make one copy; the second's own beginning is given up", async () => {
    const s3 = world(source(20 * GiB), 25 * MiB);
    const states: (string | undefined)[] = [];
    for (let round = 0; round < 10 && !(states.at(-1) === "done" && states.at(-2) === "done"); round += 1) {
      const answers = await settle(Promise.all([s3.ask(), s3.ask()]));
      states.push(...answers.map(({ body }) => body.state));
    }
    expect(states.slice(-2)).toEqual(["done", "done"]);
    expect(s3.counts).toMatchObject({ begun: 2, aborted: 1, joined: 1, copies: 0 });
    expect(made(s3)).toHaveLength(1);
    expect(s3.uploads.size).toBe(0);
  });
});

test("5 TiB are cut into 525 MiB, so that they fit into S3's 10,000 parts", async () => {
  const s3 = world(source(5 * 1024 * GiB));
  await settle(s3.ask());
  const part = s3.requests.find(({ query = {} }) => query.partNumber === "1");
  expect(part?.headers?.["x-amz-copy-source-range"]).toBe("bytes=0-550502399");
  expect(Math.ceil((5 * 1024 * GiB) / 550_502_400)).toBe(9987);
});

test("a version of 64 MiB is copied by one request, and one byte more by parts", async () => {
  const one = world(source(64 * MiB));
  await one.restore();
  expect(one.counts).toMatchObject({ copies: 1, begun: 0 });
  const parts = world(source(64 * MiB + 1));
  await parts.restore();
  expect(parts.counts).toEqual({ begun: 1, parts: 2, copies: 0, joined: 1, aborted: 0 });
});

test("the copy has type, metadata, tags, checksum and encryption of the version", async () => {
  const headers = {
    "cache-control": "no-store",
    "content-disposition": "attachment",
    "x-amz-tagging-count": "1",
    "x-amz-checksum-crc64nvme": "rosUhgp5mIg=",
    "x-amz-checksum-type": "FULL_OBJECT",
    "x-amz-storage-class": "STANDARD_IA",
  };
  const s3 = world(source(100 * MiB, headers));
  await s3.restore();
  const find = (name: string) =>
    s3.requests.find(({ method, query = {} }) => method === "POST" && name in query)?.headers;
  expect(find("uploads")).toEqual({
    "cache-control": "no-store",
    "content-disposition": "attachment",
    "content-type": "application/pdf",
    "x-amz-meta-coffer-caller": "alice",
    "x-amz-meta-coffer-restore": expect.stringMatching(/^\d{20}$/),
    "x-amz-tagging": "a%20b=1%262",
    "x-amz-checksum-algorithm": "CRC64NVME",
    "x-amz-checksum-type": "FULL_OBJECT",
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
  });
  expect(find("uploadId")).toMatchObject({ "x-amz-checksum-crc64nvme": "rosUhgp5mIg=" });
  const part = s3.requests.find(({ query = {} }) => query.partNumber === "2");
  expect(part?.headers).toEqual({
    "x-amz-copy-source": "/acme-files/uploads/alice/report%201.pdf?versionId=v1",
    "x-amz-copy-source-range": `bytes=${64 * MiB}-${100 * MiB - 1}`,
    "x-amz-copy-source-if-match": '"e"',
  });
});

describe("what goes wrong on the way does not make a second copy:", () => {
  const once = <T>(when: (request: { readonly method: string; readonly query?: object }) => boolean, error: T) => {
    let left = 1;
    return (request: { readonly method: string; readonly query?: object }) =>
      when(request) && left-- > 0 ? error : undefined;
  };
  const joins = ({ method, query = {} }: { readonly method: string; readonly query?: object }) =>
    method === "POST" && !("uploads" in query);

  test.each([
    ["Timeout", 200],
    ["ECONNRESET", 503],
  ])("the parts were joined, and the answer was lost by %s", async (code, status) => {
    const s3 = world(source(GiB));
    s3.faults.after = once(joins, new TransportError(code, true));
    const first = await settle(s3.ask());
    expect(first.status).toBe(status);
    expect((await s3.restore()).at(-1)?.body).toMatchObject({ state: "done", versionId: "restored-1" });
    expect(s3.counts).toMatchObject({ begun: 1, joined: 1 });
  });

  test("the function ended before it wrote down that it was done", async () => {
    const s3 = world(source(GiB));
    const { call: working } = s3.table;
    let puts = 0;
    s3.table.call = async (operation, input) => {
      if (operation === "PutItem" && ++puts === 2) throw new TransportError("ECONNRESET", true);
      return working(operation, input);
    };
    expect((await settle(s3.ask())).status).toBe(503);
    expect((await settle(s3.ask())).body).toMatchObject({ state: "done", versionId: "restored-1" });
    expect(s3.counts).toMatchObject({ begun: 1, joined: 1, parts: 16 });
  });

  test("a part failed: the next call copies what is missing", async () => {
    const s3 = world(source(20 * GiB));
    s3.faults.before = once(
      ({ query }) => query !== undefined && Reflect.get(query, "partNumber") === "7",
      new AwsError(503, "SlowDown", ""),
    );
    expect((await settle(s3.ask())).status).toBe(503);
    await s3.restore();
    expect(s3.counts).toEqual({ begun: 1, parts: 320, copies: 0, joined: 1, aborted: 0 });
  });

  test("one request copies for somebody else", async () => {
    const s3 = world(source(64 * MiB), 10 * MiB);
    const [first, second] = await settle(Promise.all([s3.ask(), s3.ask()]));
    expect([first.body.state, second.body.state].sort()).toEqual(["done", "in-progress"]);
    expect((await settle(s3.ask())).body).toMatchObject({ state: "done", versionId: "restored-1" });
    expect(s3.counts.copies).toBe(1);
  });
});

test("a copy that the bucket's lifecycle has ended is begun again", async () => {
  const s3 = world(source(20 * GiB), 25 * MiB);
  await settle(s3.ask());
  s3.uploads.clear();
  expect((await s3.restore()).at(-1)?.body).toMatchObject({ state: "done" });
  expect(s3.counts).toMatchObject({ begun: 2, joined: 1 });
});

test("a version that was replaced since its restore can be restored again", async () => {
  const s3 = world(source(GiB));
  await s3.restore();
  s3.versions.unshift({ id: "newer", size: 2, headers: {} });
  expect((await s3.restore()).at(-1)?.body).toMatchObject({ state: "done", versionId: "restored-2" });
  expect(made(s3)).toHaveLength(2);
});

test("an upload that claims to be the restore is not taken for it", async () => {
  const s3 = world(source(GiB));
  s3.versions.unshift({ id: "forged", size: GiB, headers: { "x-amz-meta-coffer-restore": "00000000000000000002" } });
  expect((await s3.restore()).at(-1)?.body).toMatchObject({ state: "done", versionId: "restored-1" });
});
