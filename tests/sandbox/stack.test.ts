import { HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { download, upload } from "../../client/transfer";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
let bucket: string;
beforeAll(async () => {
  [uploader, viewer, admin] = await Promise.all([
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
    memberOf(sandbox.get(), "admin"),
  ]);
  bucket = sandbox.get().deployment.outputs.bucket;
});

test("each caller is told who it is and what it may do", async () => {
  expect(await uploader.api.whoami()).toMatchObject({ caller: "alice", role: "uploader", writes: "uploads/alice/" });
  expect(await viewer.api.whoami()).toMatchObject({ caller: "victor", role: "viewer", reads: "uploads/" });
  const { operations, limits } = await admin.api.whoami();
  expect(operations).toHaveLength(12);
  expect(limits).toMatchObject({ openUploads: 1000, largestObject: 1024 ** 4, largestBatch: 100 });
});

test("a file that an uploader sends comes back to a viewer byte for byte, encrypted with the stack's key", async () => {
  const content = Buffer.from("grüße, 世界, 🔐");
  const { key } = await upload(uploader.api, "notes/grüße 世界 🔐 +&.txt", content);
  expect(key).toBe("uploads/alice/notes/grüße 世界 🔐 +&.txt");
  expect((await download(viewer.api, key)).equals(content)).toBe(true);
  const { objects } = await viewer.api.listObjects({ prefix: "uploads/alice/notes/" });
  expect(objects).toMatchObject([{ key, size: content.length }]);
  const head = await viewer.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  expect(head.SSEKMSKeyId).toBe(sandbox.get().deployment.outputs.keyArn);
});

test("an existing key is not overwritten unless the caller asks for it, and then gets a new version", async () => {
  const first = Buffer.from("first");
  const second = Buffer.from("second");
  const { key } = await upload(uploader.api, "report.txt", first);
  await expect(upload(uploader.api, "report.txt", second)).rejects.toMatchObject({ status: 409 });
  expect((await download(viewer.api, key)).toString()).toBe("first");
  const { uploads } = await uploader.api.createUploads({
    uploads: [{ key: "report.txt", size: second.length, overwrite: true }],
  });
  const [plan] = uploads;
  if (plan?.kind !== "single") throw new Error("expected a single upload");
  await uploader.api.put(plan.url, second, plan.headers);
  await uploader.api.completeUpload(plan.id);
  expect((await download(viewer.api, key)).toString()).toBe("second");
  const { Versions } = await viewer.s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  expect(Versions).toHaveLength(2);
});

test("a multipart upload is completed once all parts are there, and again with the same answer", async () => {
  const size = 17 * 1024 ** 2;
  const content = Buffer.alloc(size, "coffer");
  const { uploads } = await uploader.api.createUploads({ uploads: [{ key: "large.bin", size }] });
  const [plan] = uploads;
  if (plan?.kind !== "multipart") throw new Error("expected a multipart upload");
  expect(plan.parts.map((part) => part.size)).toEqual([8 * 1024 ** 2, 8 * 1024 ** 2, 1024 ** 2]);
  const send = ({ partNumber, size: length, url }: (typeof plan.parts)[number]) => {
    const begin = (partNumber - 1) * plan.partSize;
    return uploader.api.put(url, content.subarray(begin, begin + length), { "content-length": String(length) });
  };
  const [last, ...others] = [...plan.parts].reverse();
  for (const part of others) expect((await send(part)).status).toBe(200);
  expect(await refused(uploader.api.completeUpload(plan.id))).toBe("409 urn:coffer:problem:incomplete-upload");
  if (last) await send(last);
  const answer = await uploader.api.completeUpload(plan.id);
  expect(answer).toMatchObject({ key: "uploads/alice/large.bin", size });
  expect(await uploader.api.completeUpload(plan.id)).toEqual(answer);
  expect((await download(viewer.api, answer.key)).equals(content)).toBe(true);
});

test("an aborted upload cannot be completed, and may be aborted twice", async () => {
  const { uploads } = await uploader.api.createUploads({ uploads: [{ key: "given-up.bin", size: 17 * 1024 ** 2 }] });
  const id = uploads[0]?.id ?? "";
  await uploader.api.abortUpload(id);
  await uploader.api.abortUpload(id);
  expect(await refused(uploader.api.completeUpload(id))).toBe("409 urn:coffer:problem:upload-closed");
});

test("an upload of another size than announced is refused by S3", async () => {
  const { uploads } = await uploader.api.createUploads({ uploads: [{ key: "short.txt", size: 10 }] });
  const [plan] = uploads;
  if (plan?.kind !== "single") throw new Error("expected a single upload");
  const headers = { ...plan.headers, "content-length": "4" };
  expect(await uploader.api.put(plan.url, Buffer.from("four"), headers)).toMatchObject({ status: 403 });
});

test("listing goes on where the last page ended, and groups by folder", async () => {
  for (const name of ["a/1", "a/2", "b/1"]) await upload(admin.api, `tree/${name}`, Buffer.from(name));
  const prefix = "uploads/ada/tree/";
  const first = await viewer.api.listObjects({ prefix, limit: 2 });
  expect(first.objects.map(({ key }) => key)).toEqual([`${prefix}a/1`, `${prefix}a/2`]);
  const second = await viewer.api.listObjects({ prefix, limit: 2, ...(first.cursor ? { cursor: first.cursor } : {}) });
  expect(second.objects.map(({ key }) => key)).toEqual([`${prefix}b/1`]);
  expect(second.cursor).toBeUndefined();
  expect((await viewer.api.listObjects({ prefix, delimiter: "/" })).prefixes).toEqual([`${prefix}a/`, `${prefix}b/`]);
});

test("a listing page by page shows what is there all along once, whatever is written and deleted meanwhile", async () => {
  const prefix = "uploads/ada/moving/";
  const put = (name: string) => upload(admin.api, `moving/${name}`, Buffer.from(name));
  const stays = ["b", "d", "f", "h"];
  for (const name of [...stays, "c", "g"]) await put(name);
  const listed: string[] = [];
  const between = [() => put("a"), () => put("i"), () => admin.api.deleteObject(`${prefix}c`)];
  let cursor: string | undefined;
  do {
    const page = await viewer.api.listObjects({ prefix, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    listed.push(...page.objects.map(({ key }) => key.slice(prefix.length)));
    cursor = page.cursor;
    await between.shift()?.();
  } while (cursor !== undefined);
  expect(listed.filter((name) => stays.includes(name))).toEqual(stays);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed).toContain("i");
});

test("an admin hides an object; it is gone for viewers and its version stays", async () => {
  const { key } = await upload(admin.api, "obsolete.txt", Buffer.from("old"));
  await admin.api.deleteObject(key);
  expect(await refused(viewer.api.getObject(key))).toBe("404 urn:coffer:problem:not-found");
  const { Versions, DeleteMarkers } = await admin.s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
  );
  expect([Versions?.length, DeleteMarkers?.length]).toEqual([1, 1]);
});

test("a role calls its own routes only", async () => {
  const upload_ = { uploads: [{ key: "x", size: 1 }] };
  expect(await refused(viewer.api.createUploads(upload_))).toBe("403 ");
  expect(await refused(viewer.api.deleteObject("uploads/alice/report.txt"))).toBe("403 ");
  expect(await refused(uploader.api.listObjects())).toBe("403 ");
  expect(await refused(uploader.api.deleteObject("uploads/alice/report.txt"))).toBe("403 ");
});

test("a guardrail cannot be removed, not by the admin", async () => {
  const { DeleteBucketPolicyCommand, DeletePublicAccessBlockCommand, PutBucketVersioningCommand } = await import(
    "@aws-sdk/client-s3"
  );
  const Bucket = bucket;
  expect(await refused(admin.s3.send(new DeleteBucketPolicyCommand({ Bucket })))).toBe("AccessDenied");
  expect(await refused(admin.s3.send(new DeletePublicAccessBlockCommand({ Bucket })))).toBe("AccessDenied");
  const suspend = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } });
  expect(await refused(admin.s3.send(suspend))).toBe("AccessDenied");
});

test("straight into S3, an uploader writes below its own name only", async () => {
  const { keyArn } = sandbox.get().deployment.outputs;
  const put = (Key: string) =>
    uploader.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }),
    );
  expect(await refused(put("uploads/alice/direct.txt"))).toBe("allowed");
  expect(await refused(put("uploads/ada/direct.txt"))).toBe("AccessDenied");
});
