import { PutObjectCommand } from "@aws-sdk/client-s3";
import { download, sendFile, upload } from "../../client/transfer";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let viewer: Member;
let admin: Member;
beforeAll(async () => {
  [viewer, admin] = await Promise.all([memberOf(sandbox.get(), "viewer"), memberOf(sandbox.get(), "admin")]);
});

const text = async (key: string): Promise<string> => (await download(viewer.api, key)).toString();

const replace = async (key: string, content: string): Promise<void> => {
  const { uploads } = await admin.api.createUploads({ uploads: [{ key, size: content.length, overwrite: true }] });
  for (const plan of uploads) await sendFile(admin.api, plan, Buffer.from(content));
};

test("versions are listed, the newest first, and an earlier one is made current again, once", async () => {
  const { key } = await upload(admin.api, "history.txt", Buffer.from("one"));
  await replace(key, "two");
  const { versions } = await viewer.api.listVersions(key);
  expect(versions.map(({ kind, current, size }) => [kind, current, size])).toEqual([
    ["object", true, 3],
    ["object", false, 3],
  ]);
  const earlier = versions[1]?.versionId ?? "";
  const answer = await admin.api.createRestore({ kind: "version", key, versionId: earlier });
  expect(answer).toMatchObject({ kind: "version", key, restoredFrom: earlier });
  expect(await text(key)).toBe("one");
  expect((await viewer.api.listVersions(key)).versions).toHaveLength(3);
  expect(answer).toMatchObject({ state: "done" });
  const current = (answer.kind === "version" && answer.versionId) || "";
  await admin.api.createRestore({ kind: "version", key, versionId: current });
  expect((await viewer.api.listVersions(key)).versions).toHaveLength(3);
});

test("a deleted object comes back with its own version, whatever its key is", async () => {
  const { key, versionId } = await (async () => {
    const { uploads } = await admin.api.createUploads({ uploads: [{ key: "gone/a b+c 100%.txt", size: 4 }] });
    const [plan] = uploads;
    if (plan === undefined) throw new Error("no plan");
    await sendFile(admin.api, plan, Buffer.from("back"));
    return viewer.api.getObject(plan.key);
  })();
  const { versionId: marker } = await admin.api.deleteObject(key);
  expect(await refused(viewer.api.getObject(key))).toBe("404 urn:coffer:problem:not-found");
  expect(await refused(admin.api.deleteObject(key))).toBe("404 urn:coffer:problem:not-found");
  expect((await viewer.api.listVersions(key)).versions).toMatchObject([
    { kind: "delete-marker", versionId: marker, current: true },
    { kind: "object", versionId, current: false },
  ]);
  expect(await admin.api.createRestore({ kind: "undelete", key })).toEqual({ kind: "undelete", key, versionId });
  expect(await text(key)).toBe("back");
  expect(await admin.api.createRestore({ kind: "undelete", key })).toEqual({ kind: "undelete", key, versionId });
});

test("an archived object says so, is asked for once, and can be read when Glacier has it", async () => {
  const { bucket, keyArn } = sandbox.get().deployment.outputs;
  const Key = "uploads/ada/archived.bin";
  const encrypted = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } as const;
  await admin.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key, Body: "cold", StorageClass: "GLACIER", ...encrypted }),
  );
  expect(await refused(viewer.api.getObject(Key))).toBe("409 urn:coffer:problem:archived");
  const request = { kind: "archive", key: Key, days: 2, tier: "bulk" } as const;
  expect(await admin.api.createRestore(request)).toMatchObject({
    storageClass: "GLACIER",
    state: "in-progress",
    takes: "5 to 12 hours",
    costs: expect.stringContaining("charges"),
  });
  expect(await admin.api.createRestore(request)).toMatchObject({ state: "in-progress" });
  // The emulator's hours are two seconds.
  const deadline = Date.now() + 10_000;
  let answer = await admin.api.createRestore(request);
  while (answer.kind === "archive" && answer.state === "in-progress" && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 250));
    answer = await admin.api.createRestore(request);
  }
  expect(answer).toMatchObject({ state: "readable", readableUntil: expect.stringMatching(/^\d{4}-/) });
  expect(await text(Key)).toBe("cold");
}, 20_000);

test("what is not archived is not asked for, and a viewer restores nothing", async () => {
  const { key } = await upload(admin.api, "warm.txt", Buffer.from("warm"));
  expect(await refused(admin.api.createRestore({ kind: "archive", key }))).toBe("409 urn:coffer:problem:not-archived");
  expect(await refused(viewer.api.createRestore({ kind: "undelete", key }))).toBe("403 ");
});

test("many downloads are asked for at once; one that is missing does not refuse the others", async () => {
  const { key } = await upload(admin.api, "many/there.txt", Buffer.from("there"));
  const { downloads } = await viewer.api.createDownloads({ downloads: [{ key }, { key: `${key}.not` }] });
  expect(downloads).toMatchObject([
    { key, size: 5, url: expect.stringContaining("https://") },
    { key: `${key}.not`, problem: { type: "urn:coffer:problem:not-found", status: 404 } },
  ]);
});
