import { readFile } from "node:fs/promises";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { upload } from "../../client/transfer";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
/** The account's root user, in the vault's region: what no role may, it might. */
let root: S3Client;
let vault: string;
beforeAll(async () => {
  const { emulator, deployment } = sandbox.get();
  vault = deployment.outputs.vaultBucket;
  [uploader, viewer, admin] = await Promise.all([
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
    memberOf(sandbox.get(), "admin"),
  ]);
  root = new S3Client({
    endpoint: emulator.endpoint,
    region: "eu-west-1",
    credentials: emulator.root,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
});

const versionsIn = async (client: S3Client, bucket: string, key: string) => {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
  );
  return {
    versions: Versions.filter(({ Key }) => Key === key),
    markers: DeleteMarkers.filter(({ Key }) => Key === key),
  };
};

const soon = async <T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> => {
  const until = Date.now() + 10_000;
  for (;;) {
    const value = await look();
    if (good(value) || Date.now() > until) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
};

const arrived = (key: string, count = 1) =>
  soon(
    () => versionsIn(root, vault, key),
    ({ versions }) => versions.length >= count,
  );

const failure = async (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "allowed",
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

test("an upload appears in the vault, in one piece or in parts", async () => {
  const content = Buffer.from("worth keeping");
  const { key } = await upload(uploader.api, "kept.txt", content);
  expect((await arrived(key)).versions).toHaveLength(1);
  const copy = await root.send(new GetObjectCommand({ Bucket: vault, Key: key }));
  expect(await copy.Body?.transformToString()).toBe("worth keeping");
  const large = await upload(uploader.api, "large.bin", Buffer.alloc(17 * 1024 ** 2, "kept"));
  const [{ Size } = {}] = (await arrived(large.key)).versions;
  expect(Size).toBe(17 * 1024 ** 2);
});

test("deleting in the main bucket leaves the vault's copy, with no delete marker", async () => {
  const { key } = await upload(admin.api, "deleted.txt", Buffer.from("still there"));
  await arrived(key);
  await admin.api.deleteObject(key);
  await new Promise((done) => setTimeout(done, 1500));
  const { versions, markers } = await versionsIn(root, vault, key);
  expect([versions.length, markers.length]).toEqual([1, 0]);
});

test("a locked version cannot be deleted: not by the admin, and not by the account's root without a bypass", async () => {
  // Written straight into the vault: AWS locks replicas by the bucket's default too, the emulator only what it is given.
  const Key = "uploads/locked.txt";
  const SSEKMSKeyId = String(
    (await root.send(new GetBucketEncryptionCommand({ Bucket: vault }))).ServerSideEncryptionConfiguration?.Rules?.[0]
      ?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
  );
  const { VersionId } = await root.send(
    new PutObjectCommand({ Bucket: vault, Key, Body: "locked", ServerSideEncryption: "aws:kms", SSEKMSKeyId }),
  );
  const head = await root.send(new HeadObjectCommand({ Bucket: vault, Key }));
  expect(head.ObjectLockMode).toBe("GOVERNANCE");
  const remove = { Bucket: vault, Key, VersionId };
  const bypass = { ...remove, BypassGovernanceRetention: true };
  expect(await failure(admin.abroad.send(new DeleteObjectCommand(remove)))).toBe("AccessDenied");
  expect(await failure(admin.abroad.send(new DeleteObjectCommand(bypass)))).toBe("AccessDenied");
  expect(await failure(root.send(new DeleteObjectCommand(remove)))).toBe("AccessDenied");
  expect((await versionsIn(root, vault, Key)).versions).toHaveLength(1);
});

test("the admin reads the vault; uploader and viewer do not", async () => {
  const { key } = await upload(uploader.api, "whose.txt", Buffer.from("the admin's"));
  await arrived(key);
  const get = new GetObjectCommand({ Bucket: vault, Key: key });
  expect(await failure(admin.abroad.send(get))).toBe("allowed");
  expect(await failure(viewer.abroad.send(get))).toBe("AccessDenied");
  expect(await failure(uploader.abroad.send(get))).toBe("AccessDenied");
});

test("an earlier version is made current again", async () => {
  const { key } = await upload(admin.api, "history.txt", Buffer.from("first"));
  const bucket = sandbox.get().deployment.outputs.bucket;
  const { VersionId: first } = await admin.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const { uploads } = await admin.api.createUploads({ uploads: [{ key: "history.txt", size: 6, overwrite: true }] });
  const [plan] = uploads;
  if (plan?.kind !== "single") throw new Error("expected a single upload");
  await admin.api.put(plan.url, Buffer.from("second"), plan.headers);
  await admin.s3.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: `${bucket}/${encodeURIComponent(key)}?versionId=${first}`,
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: sandbox.get().deployment.outputs.keyArn,
    }),
  );
  const current = await viewer.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  expect(await current.Body?.transformToString()).toBe("first");
  expect((await versionsIn(admin.s3, bucket, key)).versions).toHaveLength(3);
  expect((await arrived(key, 3)).versions).toHaveLength(3);
});
