import { posix } from "node:path";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import * as fc from "fast-check";
import type { GatewayEvent } from "../../functions/api/handler";
import { openLedger } from "../../functions/api/ledger";
import type { Platform } from "../../functions/api/platform";
import { sessionPolicy } from "../../functions/api/privilege-policies";
import type { OpenUpload, UploadPlan } from "../../functions/api/response-schemas";
import type { AwsRequest } from "../../functions/aws/request";
import { writeApi } from "../../functions/write";
import { config, environment, shared } from "../support/api-config";
import { fakeDynamoDb } from "../support/fake-dynamodb";
import { type Answer, call, fakePlatform, noon, read } from "../support/fake-platform";
import { completed, initiated, objectList, partList } from "../support/s3-answers";
import { queryOf } from "../support/sigv4";

/** What people try, and what breaks programs: pieces from which the strings below are put together. */
const pieces = [
  ...[
    "",
    ".",
    "..",
    "/",
    "//",
    "\\",
    "../",
    "..\\",
    "%",
    "%2e",
    "%2E%2e",
    "%2f",
    "%252e%252e%252f",
    "%00",
    "\u0000",
    "\r\n",
  ],
  ...[
    "uploads",
    "uploads/",
    "uploads/alice",
    "uploads/alice/",
    "uploads/bob/",
    "alice",
    "bob",
    "bob/",
    "Uploads/alice/",
  ],
  ...[
    "?",
    "*",
    "$",
    "#",
    "&",
    "=",
    "+",
    " ",
    ";",
    ":",
    "@",
    "\u202e",
    "\u2024\u2024",
    "\uff0e\uff0e\uff0f",
    "\u2215",
    "\u0301",
  ],
  ...[
    "e\u0301",
    "\u00e9",
    "\u{1f600}",
    "\ud800",
    "\ufeff",
    "?uploadId=1",
    "#x",
    "versionId=1",
    "x-amz-acl",
    "acme-other",
    "a",
    "z9",
  ],
];
/** Pieces that a key may hold, though they mean something elsewhere. */
const strange = pieces.filter((piece) => !/^$|^\.*\/?$|\/\/|[\p{Cc}\p{Cs}]|^\.\.|\/$/u.test(piece));
const segments = ["..", ".", "...", ".. ", "%2e%2e", "a", "bob", "alice", "uploads"];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...segments), { minLength: 1, maxLength: 5 }).map((some) => some.join("/")),
  fc.array(fc.constantFrom(...strange, "/b"), { minLength: 1, maxLength: 8 }).map((some) => `a${some.join("")}`),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((some) => some.join("")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((some) => `uploads/alice/${some.join("")}`),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("x".repeat(1024), "uploads/alice/".repeat(70), "\u00fc".repeat(505)),
);
const anything = fc.oneof(
  { weight: 4, arbitrary: hostile },
  fc.jsonValue({ maxDepth: 1 }).map((value) => value ?? null),
);

const sizes = fc.constantFrom(0, 1, 11, 16_777_216, 16_777_217, 20_971_520);
const checksums = fc.constantFrom(
  { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" },
  { algorithm: "CRC32C", value: "yZRlqg==" },
);
/** Mostly well-formed, so that it gets past validation; now and then anything. */
const field = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 24, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything });
const item = fc.record(
  {
    key: field(hostile),
    size: field(sizes),
    contentType: field(fc.constantFrom("text/plain", "image/png; charset=utf-8")),
    checksum: field(checksums),
    overwrite: field(fc.boolean()),
  },
  { requiredKeys: ["key", "size"] },
);
const body = fc.record(
  { uploads: fc.array(item, { minLength: 1, maxLength: 3 }), expiresIn: field(fc.constantFrom(1, 60, 900)) },
  { requiredKeys: ["uploads"] },
);

/** A request by its route, and whose upload it names, if it names one that was given out. */
interface Step {
  readonly route: string;
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly id?: string | { readonly of: "alice" | "bob"; readonly index: number };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ route: fc.constant("POST /uploads"), json: body }),
  fc.record({
    route: fc.constant("GET /uploads"),
    query: fc.record(
      {
        cursor: field(fc.constantFrom("a", "0t8wmo0")),
        limit: field(fc.constantFrom("1", "1000")),
        uploadId: anything,
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    route: fc.constantFrom("GET /uploads/{id}", "POST /uploads/{id}/complete", "DELETE /uploads/{id}"),
    id: fc.oneof(
      { weight: 1, arbitrary: hostile },
      { weight: 3, arbitrary: fc.record({ of: fc.constantFrom("alice", "bob"), index: fc.nat(3) }) },
    ),
  }),
);
const steps = fc.array(step, { minLength: 1, maxLength: 5 });

const rules = { ...config.planning, openUploads: 1000, resumeDays: 3 };

/** The one S3 and the one table that alice and bob share. */
const world = (api = config) => {
  const dynamo = fakeDynamoDb({ table: "uploads" });
  const fake = fakePlatform(({ method, path, query = {} }: AwsRequest): Answer => {
    if (path === "/") return objectList([]);
    if ("uploads" in query) return initiated("upload-1");
    if (method === "GET") return partList([[1, "aa", 8_388_608]]);
    return method === "DELETE" ? "" : completed;
  });
  const platform: Platform = {
    ...fake.platform,
    access: async (purpose, given, caller) => ({
      ...(await fake.platform.access(purpose, given, caller)),
      ledger: openLedger({ call: dynamo.call, table: "uploads", caller, rules, now: () => noon }),
    }),
  };
  return { ...fake, dynamo, handler: writeApi(api, platform) };
};

type Answered = UploadPlan | { readonly uploads?: readonly (UploadPlan | OpenUpload)[]; readonly title?: string };

const plansOf = (answer: Answered): UploadPlan[] =>
  "kind" in answer ? [answer] : (answer.uploads ?? []).flatMap((each) => ("kind" in each ? [each] : []));
const urlsOf = (plan: UploadPlan): string[] => (plan.kind === "single" ? [plan.url] : plan.parts.map(({ url }) => url));

/** Bob's uploads are there first. Then alice does what she likes. */
const play = async (taken: readonly Step[], api = config) => {
  const { handler, dynamo, requests, records, accesses } = world(api);
  const send = (event: GatewayEvent) => read<Answered>(handler(event));
  const uploads = [
    { key: "notes.txt", size: 1 },
    { key: "big.bin", size: 20_971_520 },
  ];
  const bobs = await send(call("POST /uploads", { by: "bob", json: { uploads } }));
  const ids = { alice: [""], bob: plansOf(bobs.body).map(({ id }) => id) };
  for (const log of [requests, records, accesses, dynamo.asked]) log.length = 0;
  const urls: string[] = [];
  const keys: string[] = [];
  const statuses: number[] = [];
  for (const { route, json, query, id } of taken) {
    const named = typeof id === "object" ? ids[id.of].at(-1 - id.index) : id;
    const { status = 0, body: answer } = await send(
      call(route, {
        ...(json === undefined ? {} : { json }),
        ...(query && {
          queryStringParameters: Object.fromEntries(
            Object.entries(query).map(([name, value]) => [name, String(value)]),
          ),
        }),
        ...(named !== undefined && { pathParameters: { id: named } }),
      }),
    );
    statuses.push(status);
    for (const plan of plansOf(answer)) {
      urls.push(...urlsOf(plan));
      keys.push(plan.key);
      ids.alice.push(plan.id);
    }
  }
  return { statuses, urls, keys, requests, records, accesses, asked: dynamo.asked, items: dynamo.items };
};

const own = "/uploads/alice/";
const host = "https://acme-files.s3.eu-central-1.amazonaws.com";

/** A path as S3 reads it, as a client that resolves dots in it would, and as one that decodes it before. */
const readings = (path: string): string[] => {
  const decoded = decodeURIComponent(path);
  return [decoded, posix.normalize(decoded), new URL(`https://h${path}`).pathname];
};

const runs = { numRuns: 200 };

// Long on a machine that does something else as well.
jest.setTimeout(60_000);

test("whatever a caller puts into a request, every URL and every request of S3 stays below its own prefix", async () => {
  let urlsSeen = 0;
  let requestsSeen = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const { urls, keys, requests, records, accesses } = await play(taken);
      for (const url of urls) {
        expect(url.startsWith(host + own)).toBe(true);
        expect(new URL(url).origin).toBe(host);
        for (const path of readings(url.slice(host.length).split("?")[0] ?? ""))
          expect(path.startsWith(own)).toBe(true);
        // What S3 acts on beside the path is what a plan of uploads needs, and no more.
        const known =
          /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)|x-amz-content-sha256|partNumber|uploadId)$/;
        for (const [name] of queryOf(url)) expect(name).toMatch(known);
      }
      for (const { path, query = {} } of requests)
        if (path === "/") expect(`/${query.prefix}`.startsWith(own)).toBe(true);
        else for (const each of readings(path)) expect(each.startsWith(own)).toBe(true);
      for (const key of [...keys, ...records.map(({ record }) => record.key)])
        expect(`/${key}`.startsWith(own)).toBe(true);
      expect(new Set(accesses).size).toBeLessThanOrEqual(1);
      for (const access of accesses) expect(access).toBe("write for alice");
      urlsSeen += urls.length;
      requestsSeen += requests.length;
    }),
    runs,
  );
  // The property would hold of a program that refuses everything.
  expect(urlsSeen).toBeGreaterThan(50);
  expect(requestsSeen).toBeGreaterThan(50);
});

test("nor does it reach another caller's uploads in the ledger", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const { asked, items } = await play(taken);
      for (const { input } of asked) {
        const partitions = JSON.stringify(input).match(/(open|closed|quota)#[^"]*/g) ?? [];
        expect(partitions.length).toBeGreaterThan(0);
        for (const partition of partitions) expect(partition).toMatch(/^(open|closed|quota)#alice$/);
      }
      expect([...items.values()].filter(({ caller }) => caller?.S === "open#bob")).toHaveLength(2);
    }),
    runs,
  );
});

test("nor is anything that it sends a failure of ours", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      for (const status of (await play(taken)).statuses) expect([200, 400, 403, 404, 409, 413]).toContain(status);
    }),
    runs,
  );
});

test("in a shared layout it stays below the stack's prefix", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const { urls, requests } = await play(taken, shared);
      const paths = urls.map((url) => url.slice(host.length).split("?")[0] ?? "");
      const asked = requests.map(({ path, query = {} }) =>
        path === "/" ? `/${encodeURIComponent(query.prefix ?? "").replaceAll("%2F", "/")}` : path,
      );
      for (const path of [...paths, ...asked].flatMap(readings)) expect(path.startsWith("/uploads/")).toBe(true);
    }),
    runs,
  );
});

/** Whether a session for `caller` may do what a request asks, whatever the role itself may. */
const allows = async (caller: string, action: string, resource: string, context: Record<string, string | string[]>) => {
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::123456789012:assumed-role/presigner/${caller}`,
        action,
        resource: { resource, accountId: "123456789012" },
        contextVariables: context,
      },
      sessionPolicy: sessionPolicy("write", config, environment, caller),
      identityPolicies: [{ name: "everything", policy: everything }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType !== "single") throw new Error(JSON.stringify(answer));
  return answer.overallResult === "Allowed";
};

const bucketArn = "arn:aws:s3:::acme-files";

test("the session that signs is allowed what its caller's requests need, and every other caller's session is denied it", async () => {
  const plainKeys = fc
    .array(fc.constantFrom("a", "b/", ".txt", "ü", "-", "_", "uploads/bob/"), { minLength: 1, maxLength: 6 })
    .map((some) => `${some.join("").replace(/\/+/g, "/").replace(/^\//, "")}z`);
  await fc.assert(
    fc.asyncProperty(
      plainKeys,
      fc.constantFrom("bob", "alic", "alice2", "a", "ALICE", "a.lice"),
      async (key, other) => {
        const object = `${bucketArn}/uploads/alice/${key}`;
        for (const action of ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]) {
          expect(await allows("alice", action, object, {})).toBe(true);
          expect(await allows(other, action, object, {})).toBe(false);
        }
        const listing = { "s3:prefix": `uploads/alice/${key}` };
        expect(await allows("alice", "s3:ListBucket", bucketArn, listing)).toBe(true);
        expect(await allows(other, "s3:ListBucket", bucketArn, listing)).toBe(false);
      },
    ),
    { numRuns: 15 },
  );
});

test.each([
  "s3:GetObject",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:RestoreObject",
])("no session that signs uploads is allowed %s, in its own prefix either", async (action) => {
  expect(await allows("alice", action, `${bucketArn}/uploads/alice/a.txt`, {})).toBe(false);
});

test.each([
  [["open#alice"], true],
  [["closed#alice", "open#alice"], true],
  [["quota#alice"], true],
  [["open#alice", "closed#alice", "quota#alice"], true],
  [["quota#bob"], false],
  [["open#alice", "quota#bob"], false],
  [["open#bob"], false],
  [["open#alice", "open#bob"], false],
  [["open#alicent"], false],
  [["alice"], false],
])("the session of alice may use the partitions %j of the table: %s", async (partitions, allowed) => {
  for (const name of ["PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "Query"])
    expect(
      await allows("alice", `dynamodb:${name}`, environment.uploadsTableArn, { "dynamodb:LeadingKeys": partitions }),
    ).toBe(allowed);
});
