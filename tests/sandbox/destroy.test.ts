import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { upload } from "../../client/transfer";
import { projectDirectory, type Resource } from "../../tools/graph/evaluate";
import { type Destroyed, describeDestroyed, destroyStack, isGone } from "../../tools/sandbox/deploy/destroy";
import { emptyBucket } from "../../tools/sandbox/resources/empty-bucket";
import { findHandler } from "../../tools/sandbox/resources/find";
import { eventually } from "../support/eventually";
import { refused } from "../support/refused";
import { memberOf, rootSettings, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let s3: S3Client;
let abroad: S3Client;
beforeAll(async () => {
  const settings = { ...(await rootSettings(sandbox.get())), forcePathStyle: true };
  s3 = new S3Client(settings);
  abroad = new S3Client({ ...settings, region: "eu-west-1" });
});

const outputs = () => sandbox.get().deployment.outputs;
const countOf = async (client: S3Client, Bucket: string) => {
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  return Versions.length + DeleteMarkers.length;
};
const trailBucket = () => outputs().bucket.replace("-main-", "-trail-");
const nameOf = ({ type, name }: Resource) => `${type.replace(/^.*:/, "")} ${name}`;

test("each type that the sandbox makes it can delete as well", () => {
  const folder = join(projectDirectory, "tools", "sandbox", "resources");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\/.*\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(30);
  const withoutRemover = files.filter((file) => typeof require(join(folder, file)).remove !== "function");
  expect(withoutRemover).toEqual([]);
  expect(() => findHandler("aws:ec2/vpc:Vpc")).toThrow("cannot make resources of the type aws:ec2/vpc:Vpc");
});

test("the stack is used: versions, markers, an upload in progress, copies under a lock, delivered logs", async () => {
  const uploader = await memberOf(sandbox.get(), "uploader");
  const admin = await memberOf(sandbox.get(), "admin");
  const { bucket, vaultBucket } = outputs();
  await upload(uploader.api, "kept.txt", Buffer.from("kept"));
  const { key } = await upload(admin.api, "hidden.txt", Buffer.from("hidden"));
  await admin.api.deleteObject(key);
  await uploader.api.createUploads({ uploads: [{ key: "large.bin", size: 17 * 1024 ** 2 }] });
  const locked = new PutObjectCommand({ Bucket: vaultBucket, Key: "locked.txt", Body: "locked" });
  const { VersionId } = await abroad.send(locked);
  const target = { Bucket: vaultBucket, Key: "locked.txt", VersionId };
  expect(await refused(abroad.send(new DeleteObjectCommand(target)))).toBe("AccessDenied");
  await sandbox.get().relay.settled();
  expect(
    await eventually(
      () => countOf(s3, bucket),
      (count) => count >= 3,
    ),
  ).toBeGreaterThanOrEqual(3);
  expect(
    await eventually(
      () => countOf(abroad, vaultBucket),
      (count) => count >= 1,
    ),
  ).toBeGreaterThanOrEqual(1);
  // As root: the bucket's policy denies everybody else its files.
  expect(
    await eventually(
      () => countOf(s3, trailBucket()),
      (count) => count >= 1,
    ),
  ).toBeGreaterThanOrEqual(1);
});

test("a protected stack is refused, and nothing of it is deleted", async () => {
  const { deployment, emulator } = sandbox.get();
  const kept = deployment.made.map((one) => (one.type.endsWith(":DeletionGuard") ? { ...one, protect: true } : one));
  const destroyed = await destroyStack(kept, emulator);
  expect(destroyed.deleted).toEqual([]);
  expect(destroyed.refused.map(nameOf)).toEqual(["DeletionGuard keeps-files-see-docs-operations.md"]);
  expect(describeDestroyed(destroyed)[0]).toMatch(
    /^Refused: keeps-files-see-docs-operations.md is protected. Deleted: 0 resources; kept: \d{3}\.$/,
  );
  expect(isGone(destroyed)).toBe(false);
  for (const part of ["table acme-", "api acme-", "trail acme-", "function acme-", "alarm acme-", "s3 bucket acme-"])
    expect(destroyed.remains.things.some((thing) => thing.startsWith(part))).toBe(true);
});

describe("a bucket with a lock", () => {
  const Bucket = "acme-locked";
  const until = new Date(Date.now() + 86_400_000);
  const put = (Key: string, ObjectLockMode: "GOVERNANCE" | "COMPLIANCE") =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ObjectLockMode, ObjectLockRetainUntilDate: until }));

  beforeAll(() =>
    s3.send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: true,
        CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
      }),
    ),
  );

  test("is not emptied past a governance lock without the bypass, and is with it; a legal hold takes another round", async () => {
    await put("governed.txt", "GOVERNANCE");
    const { VersionId } = await put("held.txt", "GOVERNANCE");
    await s3.send(new PutObjectLegalHoldCommand({ Bucket, Key: "held.txt", VersionId, LegalHold: { Status: "ON" } }));
    await expect(emptyBucket(s3, Bucket, { locked: false })).rejects.toThrow("S3 keeps governed.txt");
    expect(await countOf(s3, Bucket)).toBe(2);
    // As with AWS's provider: the hold goes in the first round, the version in the next.
    await expect(emptyBucket(s3, Bucket, { locked: true })).rejects.toThrow("S3 keeps held.txt");
    expect(await countOf(s3, Bucket)).toBe(1);
    await emptyBucket(s3, Bucket, { locked: true });
    expect(await countOf(s3, Bucket)).toBe(0);
  });

  test("is not emptied past a compliance lock by anyone, and the reason is told", async () => {
    await put("complied.txt", "COMPLIANCE");
    await expect(emptyBucket(s3, Bucket, { locked: true })).rejects.toThrow(
      /^S3 keeps complied.txt \(version .+\) of acme-locked: AccessDenied: .* a compliance lock ends with its days only\.$/,
    );
    expect(await countOf(s3, Bucket)).toBe(1);
  });
});

describe("an unprotected stack", () => {
  let destroyed: Destroyed;
  // Locked for a day, whatever is done.
  const known = ["s3 bucket acme-locked"];

  test("is not destroyed as long as a bucket with files lacks forceDestroy", async () => {
    const { deployment, emulator } = sandbox.get();
    const bucket = deployment.made.find((one) => nameOf(one) === "Bucket main") as Resource;
    const alone = [{ ...bucket, inputs: { ...bucket.inputs, forceDestroy: false } }];
    await expect(destroyStack(alone, emulator)).rejects.toThrow(
      "aws:s3/bucket:Bucket 'main' could not be deleted: BucketNotEmpty",
    );
    await s3.send(new HeadBucketCommand({ Bucket: outputs().bucket }));
  });

  test("is destroyed with all that is in it, and nothing is left in any service of both regions", async () => {
    const { deployment, emulator } = sandbox.get();
    destroyed = await destroyStack(deployment.made, emulator);
    expect(destroyed.remains.things).toEqual(known);
    expect(destroyed.deleted).toHaveLength(deployment.made.length);
    expect(isGone(destroyed, known)).toBe(true);
    expect(isGone(destroyed)).toBe(false);
  });

  test("leaves its keys to KMS, which deletes them after their window", () => {
    expect(destroyed.remains.pendingKeys).toHaveLength(3);
    expect(describeDestroyed(destroyed, known)).toEqual([
      expect.stringMatching(
        /^Destroyed \d{3} resources in \d+\.\d s; nothing is left, but 3 keys that KMS will delete in 30 days\.$/,
      ),
    ]);
  });

  test("leaves nothing behind that a late call could fill", async () => {
    await new Promise((done) => setTimeout(done, 1000));
    const { deployment, emulator } = sandbox.get();
    const again = await destroyStack(
      deployment.made.filter(({ custom }) => !custom),
      emulator,
    );
    expect(again.remains.things).toEqual(known);
  });
});
