import { adminApi } from "../../functions/admin";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import { config, environment } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";
import { head, versionList } from "../support/s3-answers";

const key = "uploads/alice/report 1.pdf";

/** What S3 has: its versions, and the headers of each by its id. */
interface Objects {
  readonly versions?: string;
  readonly heads?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly copied?: Readonly<Record<string, string>>;
  readonly restore?: () => Answer;
}

const s3 =
  ({ versions, heads = {}, copied = {}, restore = () => "" }: Objects) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    if (method === "GET" && path === "/" && versions !== undefined) return versions;
    if (method === "DELETE" || method === "PUT") return method === "PUT" ? copied : "";
    if (method === "POST" && "restore" in query) return restore();
    const found = heads[query.versionId ?? "current"];
    if (method === "HEAD" && found === undefined) throw new AwsError(404, "Http404", "");
    if (method === "HEAD" && found !== undefined) return found;
    throw new Error(`S3 was asked ${method} ${path}`);
  };

const restore = async (json: unknown, objects: Objects = {}) => {
  const fake = fakePlatform(s3(objects));
  const { status, headers, body } = await read(
    adminApi(config, fake.platform)(call("POST /restores", { as: "admin", by: "ada", json })),
  );
  return { ...fake, status, headers, body, asked: fake.requests.map(({ method }) => method) };
};

describe("undelete", () => {
  const undelete = (versions: Parameters<typeof versionList>[0]) =>
    restore({ kind: "undelete", key }, { versions: versionList(versions) });

  test("removes the marker that hides an object, by a session that may remove that one only", async () => {
    const answer = await undelete([{ id: "m1", marker: true, latest: true }, { id: "v1" }]);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ kind: "undelete", key, versionId: "v1" });
    expect(answer.requests.slice(1)).toEqual([
      { method: "DELETE", path: "/uploads/alice/report%201.pdf", query: { versionId: "m1" } },
    ]);
    expect(answer.accesses).toEqual(["admin for ada", "remove m1 for ada"]);
  });

  test("removes several markers from below, so that the object stays hidden until the last is gone", async () => {
    const { accesses, requests } = await undelete([
      { id: "m3", marker: true, latest: true },
      { id: "m2", marker: true },
      { id: "v2" },
      { id: "m1", marker: true },
      { id: "v1" },
    ]);
    expect(accesses).toEqual(["admin for ada", "remove m2 for ada", "remove m3 for ada"]);
    expect(requests.slice(1).map(({ query }) => query)).toEqual([{ versionId: "m2" }, { versionId: "m3" }]);
  });

  test("has nothing to do for an object that is not hidden, and says which version is current", async () => {
    const { status, body, asked } = await undelete([
      { id: "v2", latest: true },
      { id: "m1", marker: true },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ versionId: "v2" });
    expect(asked).toEqual(["GET"]);
  });

  test.each([
    ["nothing", []],
    ["markers alone", [{ id: "m1", marker: true, latest: true }] as const],
    ["another key", [{ id: "x1", key: `${"uploads/alice/report+1.pdf"}.bak`, latest: true }] as const],
  ])("finds no object where there is %s, and removes nothing", async (_, versions) => {
    const { status, body, asked } = await undelete(versions);
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: "urn:coffer:problem:not-found", field: "key" });
    expect(asked).toEqual(["GET"]);
  });
});

describe("version", () => {
  const current = versionList([{ id: "v3", latest: true }]);
  const version = (versionId: string, objects: Objects, asked = key) =>
    restore({ kind: "version", key: asked, versionId }, { versions: current, ...objects });

  test("copies an earlier version onto its own key, encrypted with the stack's key", async () => {
    const { status, body, requests, accesses } = await version("v/1+", {
      heads: { "v/1+": head },
      copied: { "x-amz-version-id": "v4" },
    });
    expect(status).toBe(200);
    expect(body).toEqual({ kind: "version", key, restoredFrom: "v/1+", state: "done", versionId: "v4" });
    expect(requests.at(-1)).toEqual({
      method: "PUT",
      path: "/uploads/alice/report%201.pdf",
      repeatable: false,
      slow: true,
      headers: {
        "x-amz-copy-source": "/acme-files/uploads/alice/report%201.pdf?versionId=v%2F1%2B",
        "x-amz-metadata-directive": "REPLACE",
        "content-type": "application/pdf",
        "x-amz-meta-coffer-restore": "00000000000000000001",
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
      },
    });
    expect(accesses).toEqual(["admin for ada"]);
  });

  test("names the source of a copy percent-encoded, whatever its key is", async () => {
    const odd = "uploads/alice/a+b%25 ü😀?versionId=x&'.pdf";
    const { requests } = await version(
      "v1",
      {
        versions: versionList([{ id: "v3", latest: true, key: encodeURIComponent(odd) }]),
        heads: { v1: head },
        copied: { "x-amz-version-id": "v4" },
      },
      odd,
    );
    expect(requests.at(-1)?.headers?.["x-amz-copy-source"]).toBe(
      "/acme-files/uploads/alice/a%2Bb%2525%20%C3%BC%F0%9F%98%80%3FversionId%3Dx%26%27.pdf?versionId=v1",
    );
  });

  test("that is current already is not copied again", async () => {
    const { status, body, asked } = await version("v3", {});
    expect(status).toBe(200);
    expect(body).toEqual({ kind: "version", key, restoredFrom: "v3", state: "done", versionId: "v3" });
    expect(asked).toEqual(["GET"]);
  });

  test("comes back from behind a delete marker too", async () => {
    const hidden = versionList([{ id: "m1", marker: true, latest: true }, { id: "v3" }]);
    const { status, asked } = await version("v3", {
      versions: hidden,
      heads: { v3: head },
      copied: { "x-amz-version-id": "v4" },
    });
    expect(status).toBe(200);
    expect(asked).toEqual(["GET", "HEAD", "PUT"]);
  });

  test("in Glacier is asked back from there first", async () => {
    const archived = { ...head, "x-amz-storage-class": "GLACIER" };
    const { status, body, asked } = await version("v1", { heads: { v1: archived } });
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:archived" });
    expect(asked).not.toContain("PUT");
    const readable = {
      ...archived,
      "x-amz-restore": 'ongoing-request="false", expiry-date="Fri, 23 Jan 2026 00:00:00 GMT"',
    };
    const copied = { "x-amz-version-id": "v4" };
    expect((await version("v1", { heads: { v1: readable }, copied })).status).toBe(200);
  });

  test("that does not exist is not found, and nor is an object without versions", async () => {
    expect((await version("v9", {})).status).toBe(404);
    expect((await version("v9", { versions: versionList([]) })).status).toBe(404);
  });
});

test("a version of a key with dot segments is not written again, and its deletion is undone", async () => {
  const odd = "uploads/mallory/../alice/x";
  const hidden = { id: "m1", marker: true, latest: true, key: encodeURIComponent(odd) } as const;
  const versions = versionList([hidden, { id: "v1", key: encodeURIComponent(odd) }]);
  const written = await restore({ kind: "version", key: odd, versionId: "v1" }, { versions });
  expect(written.status).toBe(400);
  expect(written.body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "key" });
  expect(written.asked).toEqual([]);
  const undone = await restore({ kind: "undelete", key: odd }, { versions });
  expect(undone.status).toBe(200);
  expect(undone.requests.at(-1)).toEqual({
    method: "DELETE",
    path: "/uploads/mallory/../alice/x",
    query: { versionId: "m1" },
  });
});

describe("archive", () => {
  const archived = (storageClass: string, state?: string) => ({
    ...head,
    "x-amz-storage-class": storageClass,
    ...(state && { "x-amz-restore": state }),
  });
  const archive = (storageClass: string, more: object = {}, objects: Objects = {}) =>
    restore({ kind: "archive", key, ...more }, { heads: { current: archived(storageClass) }, ...objects });

  test.each([
    ["GLACIER", "expedited", "Expedited", "1 to 5 minutes"],
    ["GLACIER", "standard", "Standard", "3 to 5 hours"],
    ["GLACIER", "bulk", "Bulk", "5 to 12 hours"],
    ["DEEP_ARCHIVE", "standard", "Standard", "up to 12 hours"],
    ["DEEP_ARCHIVE", "bulk", "Bulk", "up to 48 hours"],
  ])(
    "asks for a copy from %s by %s, and says how long it takes and that it costs more",
    async (from, tier, name, takes) => {
      const { status, body, requests } = await archive(from, { tier, days: 3 });
      expect(status).toBe(200);
      expect(body).toEqual({
        kind: "archive",
        key,
        storageClass: from,
        state: "in-progress",
        takes,
        costs: expect.stringContaining("charges for each request and each GB"),
      });
      expect(requests.at(-1)).toMatchObject({
        method: "POST",
        path: "/uploads/alice/report%201.pdf",
        query: { restore: "" },
      });
      expect(requests.at(-1)?.body).toMatch(
        new RegExp(`<Days>3</Days><GlacierJobParameters><Tier>${name}</Tier></GlacierJobParameters>`),
      );
    },
  );

  test("asks for seven days by the standard tier unless told otherwise", async () => {
    const { requests } = await archive("GLACIER");
    expect(requests.at(-1)?.body).toContain("<Days>7</Days><GlacierJobParameters><Tier>Standard</Tier>");
  });

  test("asks for one version where one is named", async () => {
    const { body, requests } = await archive("x", { versionId: "v1" }, { heads: { v1: archived("GLACIER") } });
    expect(body).toMatchObject({ versionId: "v1", state: "in-progress" });
    expect(requests.map(({ query }) => query)).toEqual([{ versionId: "v1" }, { restore: "", versionId: "v1" }]);
  });

  test("asked again, tells how far it is and asks S3 for nothing more", async () => {
    const { status, body, asked } = await archive(
      "x",
      {},
      {
        heads: { current: archived("GLACIER", 'ongoing-request="true"') },
      },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: "in-progress", takes: "3 to 5 hours" });
    expect(body).not.toHaveProperty("readableUntil");
    expect(asked).toEqual(["HEAD"]);
  });

  test("that is there tells until when", async () => {
    const state = 'ongoing-request="false", expiry-date="Fri, 23 Jan 2026 00:00:00 GMT"';
    const { body, asked } = await archive("x", {}, { heads: { current: archived("GLACIER", state) } });
    expect(body).toMatchObject({ state: "readable", readableUntil: "2026-01-23T00:00:00.000Z" });
    expect(asked).toEqual(["HEAD"]);
  });

  test("that somebody else asked for in the same moment is in progress", async () => {
    const { status, body } = await archive(
      "GLACIER",
      {},
      {
        restore: () => {
          throw new AwsError(409, "RestoreAlreadyInProgress", "");
        },
      },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: "in-progress" });
  });

  test("that S3 refuses for another reason is not taken for one in progress", async () => {
    const { status } = await archive(
      "GLACIER",
      {},
      {
        restore: () => {
          throw new AwsError(503, "GlacierExpeditedRetrievalNotAvailable", "");
        },
      },
    );
    expect(status).toBe(503);
  });

  test.each(["STANDARD", "STANDARD_IA", "GLACIER_IR", "INTELLIGENT_TIERING"])(
    "of an object in %s is refused: it can be read without a restore",
    async (storageClass) => {
      const { status, body, asked } = await archive(storageClass);
      expect(status).toBe(409);
      expect(body).toMatchObject({ type: "urn:coffer:problem:not-archived", field: "key" });
      expect(asked).toEqual(["HEAD"]);
    },
  );

  test("by a tier that the class lacks is refused", async () => {
    const { status, body, asked } = await archive("DEEP_ARCHIVE", { tier: "expedited" });
    expect(status).toBe(400);
    expect(body).toMatchObject({ field: "tier", detail: "DEEP_ARCHIVE has no tier expedited" });
    expect(asked).toEqual(["HEAD"]);
  });

  test("of no object is not found", async () => {
    expect((await archive("x", {}, { heads: {} })).status).toBe(404);
  });
});

test.each([
  [{}, "kind", "kind is missing"],
  [{ kind: "all", key }, "kind", "kind must be undelete, version or archive"],
  [{ kind: "undelete" }, "key", "key is missing"],
  [{ kind: "undelete", key, versionId: "v1" }, "versionId", "versionId is not a field of this request"],
  [{ kind: "version", key }, "versionId", "versionId is missing"],
  [{ kind: "version", key, versionId: "a b" }, "versionId", "versionId must name a version"],
  [{ kind: "archive", key, days: 0 }, "days", "days must be 1 or more"],
  [{ kind: "archive", key, days: 366 }, "days", "days must be 365 or less"],
  [{ kind: "archive", key, tier: "fast" }, "tier", "tier must be expedited, standard or bulk"],
])("the restore %j is refused before S3 is asked", async (json, field, detail) => {
  const { status, body, accesses } = await restore(json);
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field, detail });
  expect(accesses).toEqual([]);
});

test.each(["undelete", "version", "archive"])(
  "the %s of a key outside of the prefix reaches no session",
  async (kind) => {
    const json = { kind, key: "payroll/2026.csv", ...(kind === "version" && { versionId: "v1" }) };
    const { status, accesses } = await restore(json);
    expect(status).toBe(403);
    expect(accesses).toEqual([]);
  },
);
