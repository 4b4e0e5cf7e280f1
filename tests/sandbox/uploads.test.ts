import type { UploadPlan } from "../../functions/api/response-schemas";
import { checksumOf } from "../support/checksum";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
beforeAll(async () => {
  [uploader, viewer, admin] = await Promise.all([
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
    memberOf(sandbox.get(), "admin"),
  ]);
});

const MiB = 1024 ** 2;
type Item = Parameters<Member["api"]["createUploads"]>[0]["uploads"][number];
type Multipart = Extract<UploadPlan, { kind: "multipart" }>;

const planOf = async (member: Member, item: Item): Promise<UploadPlan> => {
  const [plan] = (await member.api.createUploads({ uploads: [item] })).uploads;
  if (plan === undefined) throw new Error("the API answered without a plan");
  return plan;
};

const inParts = (plan: UploadPlan): Multipart => {
  if (plan.kind !== "multipart") throw new Error("expected a multipart upload");
  return plan;
};

const sendPart = async ({ api }: Member, plan: Multipart, content: Buffer, partNumber: number): Promise<number> => {
  const part = plan.parts.find((each) => each.partNumber === partNumber);
  if (part === undefined) throw new Error(`the plan has no part ${partNumber}`);
  const begin = (partNumber - 1) * plan.partSize;
  const headers = { "content-length": String(part.size) };
  return (await api.put(part.url, content.subarray(begin, begin + part.size), headers)).status;
};

const put = async ({ api }: Member, plan: UploadPlan, content: Buffer): Promise<number> => {
  if (plan.kind !== "single") throw new Error("expected a single upload");
  return (await api.put(plan.url, content, plan.headers)).status;
};

test("an upload that broke off is resumed by whoever asks for the rest, and verified as a whole", async () => {
  const content = Buffer.alloc(17 * MiB, "resume me ");
  const checksum = await checksumOf("CRC64NVME", content);
  const first = inParts(await planOf(uploader, { key: "broken/off.bin", size: content.length, checksum }));
  expect(await sendPart(uploader, first, content, 2)).toBe(200);

  // Another process knows nothing but who it is.
  const { uploads } = await uploader.api.listUploads();
  expect(uploads).toMatchObject([{ id: first.id, key: "uploads/alice/broken/off.bin", size: content.length }]);
  const rest = inParts(await uploader.api.getUpload(uploads[0]?.id ?? ""));
  expect(rest.arrived).toEqual([{ partNumber: 2, size: 8 * MiB }]);
  expect(rest.parts.map(({ partNumber, size }) => [partNumber, size])).toEqual([
    [1, 8 * MiB],
    [3, MiB],
  ]);
  expect(await refused(uploader.api.completeUpload(first.id))).toBe("409 urn:coffer:problem:incomplete-upload");
  for (const { partNumber } of rest.parts) expect(await sendPart(uploader, rest, content, partNumber)).toBe(200);

  const answer = await uploader.api.completeUpload(first.id);
  expect(answer).toMatchObject({
    key: rest.key,
    size: content.length,
    checksum,
    uploadedBy: "alice",
    uploadedByFrom: "folder",
  });
  expect(await uploader.api.completeUpload(first.id)).toEqual(answer);
  expect((await uploader.api.listUploads()).uploads).toEqual([]);
  expect(await refused(uploader.api.getUpload(first.id))).toBe("409 urn:coffer:problem:upload-closed");
  const { checksum: told, versionId } = await viewer.api.getObject(rest.key);
  expect({ told, versionId }).toEqual({ told: checksum, versionId: answer.versionId });
}, 30_000);

test("other bytes than the checksum announced do not become an object in parts", async () => {
  const content = Buffer.alloc(17 * MiB, "announced ");
  const checksum = await checksumOf("CRC64NVME", Buffer.from("something else"));
  const plan = inParts(await planOf(uploader, { key: "wrong-whole.bin", size: content.length, checksum }));
  for (const { partNumber } of plan.parts) await sendPart(uploader, plan, content, partNumber);
  expect(await refused(uploader.api.completeUpload(plan.id))).toBe("409 urn:coffer:problem:incomplete-upload");
  expect(await refused(viewer.api.getObject(plan.key))).toBe("404 urn:coffer:problem:not-found");
  await uploader.api.abortUpload(plan.id);
}, 30_000);

test.each(["CRC64NVME", "CRC32C", "SHA256"] as const)("S3 takes the bytes of a %s and no others", async (algorithm) => {
  const content = Buffer.from(`checked by ${algorithm}`);
  const checksum = await checksumOf(algorithm, content);
  const item = { key: `checked/${algorithm}.txt`, size: content.length, checksum };
  const plan = await planOf(uploader, item);
  const others = Buffer.from(content).fill("x");
  expect(await put(uploader, plan, others)).toBe(400);
  expect(await refused(uploader.api.completeUpload(plan.id))).toBe("409 urn:coffer:problem:incomplete-upload");
  expect(await put(uploader, plan, content)).toBe(200);
  expect(await uploader.api.completeUpload(plan.id)).toMatchObject({
    checksum,
    uploadedBy: "alice",
    uploadedByFrom: "folder",
  });
});

test("a checksum that belongs to the signature cannot be left out", async () => {
  const content = Buffer.from("signed");
  const checksum = await checksumOf("SHA256", content);
  const plan = await planOf(uploader, { key: "signed.txt", size: content.length, checksum });
  if (plan.kind !== "single") throw new Error("expected a single upload");
  const headers = Object.fromEntries(Object.entries(plan.headers).filter(([name]) => !name.includes("checksum")));
  expect((await uploader.api.put(plan.url, content, headers)).status).toBe(403);
});

test("of two uploads of one key and size, only the one that arrived is complete", async () => {
  const content = Buffer.from("one of two");
  const item = { key: "twice.txt", size: content.length };
  const [first, second] = [await planOf(uploader, item), await planOf(uploader, item)];
  expect(await put(uploader, second, content)).toBe(200);
  expect(await refused(uploader.api.completeUpload(first.id))).toBe("409 urn:coffer:problem:incomplete-upload");
  expect(await uploader.api.completeUpload(second.id)).toMatchObject({ size: content.length });
});

test("a key that exists is refused before anything is planned, and by S3 if it came in between", async () => {
  const content = Buffer.from("there first");
  const item = { key: "taken.txt", size: content.length };
  const [early, late] = [await planOf(uploader, item), await planOf(uploader, item)];
  expect(await put(uploader, early, content)).toBe(200);
  expect(await put(uploader, late, content)).toBe(412);
  await expect(uploader.api.createUploads({ uploads: [{ key: "free.txt", size: 1 }, item] })).rejects.toMatchObject({
    status: 409,
    type: "urn:coffer:problem:exists-already",
  });
});

test("a hundred files are planned at once", async () => {
  const uploads = Array.from({ length: 100 }, (_, index) => ({ key: `batch/${index}.txt`, size: 1 }));
  const plans = (await admin.api.createUploads({ uploads })).uploads;
  expect(new Set(plans.map(({ key }) => key)).size).toBe(100);
  const page = await admin.api.listUploads({ limit: 60 });
  const rest = await admin.api.listUploads({ limit: 60, ...(page.cursor ? { cursor: page.cursor } : {}) });
  expect([page.uploads.length, rest.uploads.length]).toEqual([60, 40]);
  for (const { id } of plans.slice(0, 3)) {
    await admin.api.abortUpload(id);
    await admin.api.abortUpload(id);
  }
  expect((await admin.api.listUploads({ limit: 1000 })).uploads).toHaveLength(97);
}, 30_000);
