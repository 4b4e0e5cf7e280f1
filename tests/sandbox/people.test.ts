import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { upload } from "../../client/transfer";
import { refused } from "../support/refused";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

/** What ties a session to its person in a deployed stack, and what a custodian can do. MFA is not in the emulator. */

const sandbox = useSandbox();
let admin: Member;
let custodian: Member;
beforeAll(async () => {
  [admin, custodian] = await Promise.all([memberOf(sandbox.get(), "admin"), memberOf(sandbox.get(), "custodian")]);
}, 150_000);

/** S3 as the uploader alice assumes it, under a name and a source identity. */
const asUploader = async (RoleSessionName: string, SourceIdentity?: string): Promise<S3Client> => {
  const { deployment } = sandbox.get();
  const alice = deployment.people.find(({ role }) => role === "uploader");
  if (alice === undefined) throw new Error("nobody is an uploader");
  const settings = { ...(await rootSettings(sandbox.get())), credentials: alice };
  const { Credentials } = await new STSClient(settings).send(
    new AssumeRoleCommand({ RoleArn: alice.roleArn, RoleSessionName, ...(SourceIdentity ? { SourceIdentity } : {}) }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  return new S3Client({ ...settings, credentials, forcePathStyle: true });
};

const put = (s3: S3Client, key: string) => {
  const { bucket, keyArn } = sandbox.get().deployment.outputs;
  return refused(
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: "x",
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: keyArn,
      }),
    ),
  );
};

test("a session is named after its user, and so is its source identity", async () => {
  expect(await refused(asUploader("alice"))).toBe("allowed");
  expect(await refused(asUploader("alice", "alice"))).toBe("allowed");
  expect(await refused(asUploader("ada"))).toBe("AccessDenied");
  expect(await refused(asUploader("alice", "ada"))).toBe("AccessDenied");
});

test("straight into S3, an uploader writes below its source identity, and nowhere without one", async () => {
  const named = await asUploader("alice", "alice");
  expect(await put(named, "uploads/alice/direct.txt")).toBe("allowed");
  expect(await put(named, "uploads/ada/direct.txt")).toBe("AccessDenied");
  const nameless = await asUploader("alice");
  expect(await put(nameless, "uploads/alice/direct.txt")).toBe("AccessDenied");
  expect(await put(nameless, "uploads//direct.txt")).toBe("AccessDenied");
});

test("a custodian finds a version and deletes it, and nobody else does", async () => {
  const { key } = await upload(admin.api, "secret.txt", Buffer.from("too much"));
  expect(await put(admin.s3, key)).toBe("allowed");
  const versions = async () => (await custodian.api.listVersions(key)).versions.map(({ versionId }) => versionId);
  const [current = "", old = ""] = await versions();
  expect(await refused(admin.api.deleteVersion(key, old))).toMatch(/^403 /);
  expect(await custodian.api.deleteVersion(key, old)).toEqual({ key, versionId: old });
  expect(await versions()).toEqual([current]);
  expect(await custodian.api.deleteVersion(key, old)).toEqual({ key, versionId: old });
  expect((await admin.api.fetch((await admin.api.getObject(key)).url)).body.toString()).toBe("x");
});

test("a custodian reads, lists and writes nothing", async () => {
  const { bucket } = sandbox.get().deployment.outputs;
  expect(await refused(custodian.api.listObjects())).toMatch(/^403 /);
  expect(await refused(custodian.api.getObject("uploads/ada/secret.txt"))).toMatch(/^403 /);
  expect(await refused(custodian.api.deleteObject("uploads/ada/secret.txt"))).toMatch(/^403 /);
  expect(await refused(custodian.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "uploads/" })))).toBe(
    "AccessDenied",
  );
  expect(await put(custodian.s3, "uploads/carla/x.txt")).toBe("AccessDenied");
  expect(await custodian.api.whoami()).toMatchObject({
    role: "custodian",
    operations: ["whoami", "listVersions", "deleteVersion"],
  });
});
