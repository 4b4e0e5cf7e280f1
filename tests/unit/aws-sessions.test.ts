import * as fc from "fast-check";
import { type Session, type SessionRequest, sessionName, sessionSource } from "../../functions/aws/sessions";

const policy = (sid: string) => ({ Version: "2012-10-17", Statement: [{ Sid: sid }] }) as const;
const request: SessionRequest = { roleArn: "arn:aws:iam::123456789012:role/r", caller: "alice", policy: policy("A") };

const minute = 60_000;
const begin = Date.parse("2026-01-15T12:00:00Z");

/** A source whose clock and STS the test moves. STS gives sessions of an hour, numbered. */
const make = () => {
  const world = { now: begin, asked: [] as SessionRequest[], failWith: undefined as Error | undefined };
  const assume = async (asked: SessionRequest): Promise<Session> => {
    world.asked.push(asked);
    const [number, expiration] = [world.asked.length, new Date(world.now + 60 * minute)];
    await Promise.resolve();
    if (world.failWith) throw world.failWith;
    return { accessKeyId: `key ${number}`, secretAccessKey: "secret", sessionToken: "token", expiration };
  };
  return { world, source: sessionSource(assume, () => world.now) };
};

test("requests that come at once share one call of STS", async () => {
  const { world, source } = make();
  const sessions = await Promise.all([source(request), source(request), source({ ...request })]);
  expect(world.asked).toEqual([request]);
  expect(new Set(sessions).size).toBe(1);
});

test("a session is kept until five minutes before its end, and replaced then", async () => {
  const { world, source } = make();
  expect((await source(request)).accessKeyId).toBe("key 1");
  world.now = begin + 55 * minute - 1;
  expect((await source(request)).accessKeyId).toBe("key 1");
  world.now = begin + 55 * minute;
  expect((await source(request)).accessKeyId).toBe("key 2");
  world.now = begin + 109 * minute;
  expect((await source(request)).accessKeyId).toBe("key 2");
  expect(world.asked).toHaveLength(2);
});

test("a failure reaches everybody who waits, and is forgotten", async () => {
  const { world, source } = make();
  world.failWith = new Error("STS is away");
  const answers = await Promise.allSettled([source(request), source(request)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(world.asked).toHaveLength(1);
  world.failWith = undefined;
  expect((await source(request)).accessKeyId).toBe("key 2");
  expect((await source(request)).accessKeyId).toBe("key 2");
});

test("no two callers, roles or policies share a session", async () => {
  const { world, source } = make();
  const requests = [
    request,
    { ...request, caller: "bob" },
    { ...request, policy: policy("B") },
    { ...request, roleArn: "arn:aws:iam::123456789012:role/s" },
  ];
  const first = await Promise.all(requests.map(source));
  const second = await Promise.all(requests.map(source));
  expect(first.map(({ accessKeyId }) => accessKeyId)).toEqual(["key 1", "key 2", "key 3", "key 4"]);
  expect(second).toEqual(first);
  expect(world.asked).toEqual(requests);
});

test("one caller's failure leaves another's session alone", async () => {
  const { world, source } = make();
  await source(request);
  world.failWith = new Error("STS is away");
  await expect(source({ ...request, caller: "bob" })).rejects.toThrow("STS is away");
  expect((await source(request)).accessKeyId).toBe("key 1");
});

test.each([
  ["alice", "alice"],
  ["ada.b+c=d,e@f_g-9", "ada.b+c=d,e@f_g-9"],
  ["al ice/bob*", "al-ice-bob-"],
  ["jürgen", "j-rgen"],
  ["x", "x-"],
  ["", "--"],
  ["ü", "--"],
  ["a".repeat(65), "a".repeat(64)],
])("the session of %j is called %j", (caller, name) => {
  expect(sessionName(caller)).toBe(name);
});

test("a session's name has the alphabet and the length that STS takes, whoever calls", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (caller) => {
      expect(sessionName(caller)).toMatch(/^[A-Za-z0-9_+=,.@-]{2,64}$/);
    }),
  );
});
