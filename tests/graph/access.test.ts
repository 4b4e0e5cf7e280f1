import { decide, type Question } from "../../tools/graph/access/decide";
import type { Graph } from "../../tools/graph/evaluate";
import { find, graphOf } from "../support/graph";

let graph: Graph;
let keyArn: string;
beforeAll(async () => {
  graph = await graphOf();
  keyArn = String(find(graph, "Key", "key").outputs.arn);
}, 60_000);

const bucket = "arn:aws:s3:::acme-dev-eu-central-1-main-123456789012";
const sessions = { uploader: "alice", viewer: "victor", admin: "ada", custodian: "carla" } as const;
type Role = keyof typeof sessions;
const roles = Object.keys(sessions) as Role[];

const as = (role: Role): Question["principal"] => ({
  role: `acme-dev-eu-central-1-${role}`,
  session: sessions[role],
  source: sessions[role],
});

/** The roles that may. */
const whoMay = async (question: Omit<Question, "principal">): Promise<Role[]> => {
  const decisions = await Promise.all(roles.map((role) => decide(graph, { ...question, principal: as(role) })));
  return roles.filter((_, index) => decisions[index]?.allowed);
};

const encrypted = () => ({
  "s3:x-amz-server-side-encryption": "aws:kms",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn,
});

describe("the roles' specification", () => {
  const own = `${bucket}/uploads/alice/report.pdf`;
  const others = `${bucket}/uploads/bob/report.pdf`;
  const outside = `${bucket}/payroll/2026.csv`;
  const fresh = { "aws:MultiFactorAuthAge": "60" };

  test.each<[string, string, Record<string, string>, Role[]]>([
    ["s3:GetObject", own, {}, ["viewer", "admin"]],
    ["s3:GetObject", outside, {}, []],
    ["s3:GetObjectVersion", own, {}, ["viewer", "admin"]],
    ["s3:DeleteObject", own, {}, ["admin"]],
    ["s3:RestoreObject", own, {}, ["admin"]],
    ["s3:DeleteObject", outside, {}, []],
    ["s3:DeleteObjectVersion", own, {}, ["custodian"]],
    ["s3:DeleteObjectVersion", own, fresh, ["custodian"]],
    ["s3:DeleteObjectVersion", outside, fresh, []],
    ["s3:ListBucketVersions", bucket, { "s3:prefix": "uploads/" }, ["viewer", "admin", "custodian"]],
    ["s3:BypassGovernanceRetention", own, fresh, []],
    ["s3:PutObjectAcl", own, {}, []],
    ["s3:ListBucket", bucket, { "s3:prefix": "uploads/" }, ["viewer", "admin"]],
    ["s3:ListBucket", bucket, { "s3:prefix": "payroll/" }, []],
    ["s3:ListBucket", bucket, {}, []],
    ["s3:PutBucketPolicy", bucket, fresh, []],
    ["s3:DeleteBucketPolicy", bucket, fresh, []],
    ["s3:PutBucketPublicAccessBlock", bucket, fresh, []],
    ["s3:PutBucketVersioning", bucket, fresh, []],
    ["s3:PutEncryptionConfiguration", bucket, fresh, []],
    ["s3:PutLifecycleConfiguration", bucket, fresh, []],
    ["s3:DeleteBucket", bucket, fresh, []],
  ])("%s on %s with %j: %j", async (action, resource, context, expected) => {
    expect(await whoMay({ action, resource, context })).toEqual(expected);
  });

  test("an uploader writes below its own name only; an admin anywhere below the prefix", async () => {
    const put = (resource: string) => whoMay({ action: "s3:PutObject", resource, context: encrypted() });
    expect(await put(own)).toEqual(["uploader", "admin"]);
    expect(await put(others)).toEqual(["admin"]);
    expect(await put(outside)).toEqual([]);
  });

  test("a session of the same role under another name does not write below alice's", async () => {
    // Whatever source identity it was made with: the session's name is part of aws:userid.
    for (const source of ["bob", "alice", "*"]) {
      const principal = { role: "acme-dev-eu-central-1-uploader", session: "bob", source };
      const question = { principal, action: "s3:PutObject", resource: own, context: encrypted() };
      expect(await decide(graph, question)).toMatchObject({ allowed: false });
    }
  });

  test.each<[string, string, Role[]]>([
    ["POST", "uploads", ["uploader", "admin"]],
    ["POST", "uploads/abc/complete", ["uploader", "admin"]],
    ["GET", "objects", ["viewer", "admin"]],
    ["GET", "objects/uploads/alice/x", ["viewer", "admin"]],
    ["DELETE", "objects/uploads/alice/x", ["admin"]],
    ["GET", "whoami", ["uploader", "viewer", "admin", "custodian"]],
    ["DELETE", "versions", ["custodian"]],
    ["PUT", "objects", []],
  ])("%s /%s is called by %j", async (method, path, expected) => {
    const api = String(find(graph, "Api", "access").outputs.executionArn);
    const resource = `${api}/$default/${method}/${path}`;
    expect(await whoMay({ action: "execute-api:Invoke", resource })).toEqual(expected);
  });
});

describe("what the bucket refuses to everybody", () => {
  const put = (context: Record<string, string | null>) =>
    decide(graph, {
      principal: as("admin"),
      action: "s3:PutObject",
      resource: `${bucket}/uploads/ada/x`,
      context: { ...encrypted(), ...context },
    });

  test.each<[string, Record<string, string | null>, string]>([
    ["plain HTTP", { "aws:SecureTransport": "false" }, "DenyInsecureTransport"],
    ["TLS 1.1", { "s3:TlsVersion": "1.1" }, "DenyOldTls"],
    ["a signature of more than an hour", { "s3:signatureAge": "3600001" }, "DenyOldSignatures"],
    ["no encryption header", { "s3:x-amz-server-side-encryption": null }, "DenyMissingEncryption"],
    ["another encryption", { "s3:x-amz-server-side-encryption": "AES256" }, "DenyWrongEncryption"],
    ["no key", { "s3:x-amz-server-side-encryption-aws-kms-key-id": null }, "DenyMissingKey"],
    [
      "another key",
      { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-central-1:123456789012:key/other" },
      "DenyWrongKey",
    ],
    [
      "a key of the caller's own",
      { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
      "DenyCustomerProvidedKeys",
    ],
  ])("%s", async (_, context, statement) => {
    expect(await put(context)).toEqual({ allowed: false, because: expect.stringContaining(statement) });
  });

  test("and allows what is none of these", async () => {
    expect(await put({ "s3:signatureAge": "3600000", "s3:TlsVersion": "1.2" })).toMatchObject({ allowed: true });
  });

  test.each<[string, Question["principal"]]>([
    ["nobody", "anonymous"],
    ["an administrator of another account", { outsider: "arn:aws:iam::999999999999:role/admin" }],
    ["a user of this account without a role", { user: "alice" }],
  ])("%s reads nothing", async (_, principal) => {
    const question = { principal, action: "s3:GetObject", resource: `${bucket}/uploads/alice/x` };
    expect(await decide(graph, question)).toMatchObject({ allowed: false });
  });
});

describe("what the bucket refuses to a direct upload, past the API", () => {
  const storageClass = "s3:x-amz-storage-class";
  const put = (context: Record<string, string>, key: string) =>
    decide(graph, {
      principal: as("admin"),
      action: "s3:PutObject",
      resource: `${bucket}/${key}`,
      context: { ...encrypted(), ...context },
    });

  test.each<[string, Record<string, string>, string, string]>([
    ...["STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY", ""].map(
      (name): [string, Record<string, string>, string, string] => [
        `the storage class '${name}'`,
        { [storageClass]: name },
        "uploads/ada/x",
        "DenyOtherStorageClasses",
      ],
    ),
    ["a redirect", { "s3:x-amz-website-redirect-location": "https://evil.example" }, "uploads/ada/x", "DenyRedirects"],
    ["a double slash", {}, "uploads/ada//x", "DenyEmptySegments"],
    ["a double slash at its end", {}, "uploads/ada//", "DenyEmptySegments"],
    ["three of them", {}, "uploads/ada/a///b", "DenyEmptySegments"],
  ])("%s", async (_, context, key, statement) => {
    expect(await put(context, key)).toEqual({ allowed: false, because: expect.stringContaining(statement) });
  });

  test.each<[string, Record<string, string>, string]>([
    ["no storage class", {}, "uploads/ada/x"],
    ["the standard class", { [storageClass]: "STANDARD" }, "uploads/ada/x"],
    ["Intelligent-Tiering", { [storageClass]: "INTELLIGENT_TIERING" }, "uploads/ada/x"],
    ["a folder marker", {}, "uploads/ada/photos/"],
    ["single slashes", {}, "uploads/ada/a/b/c"],
  ])("but not %s", async (_, context, key) => {
    expect(await put(context, key)).toMatchObject({ allowed: true });
  });

  test.each(["s3:PutObjectAcl", "s3:PutObjectTagging", "s3:PutObjectRetention", "s3:PutObjectLegalHold"])(
    "%s, which such headers need, is nobody's",
    async (action) => {
      const question = { principal: as("admin"), action, resource: `${bucket}/uploads/ada/x` };
      expect(await decide(graph, question)).toMatchObject({ allowed: false });
    },
  );
});

describe("who may assume a role", () => {
  const assume = (user: string, role: Role, context: Record<string, string>) =>
    decide(graph, {
      principal: { user },
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::123456789012:role/acme-dev-eu-central-1-${role}`,
      context,
    });
  const mfa = { "aws:MultiFactorAuthPresent": "true" };

  test("the user who is named, with MFA, under the user's own name", async () => {
    expect(await assume("alice", "uploader", { ...mfa, "sts:RoleSessionName": "alice" })).toMatchObject({
      allowed: true,
    });
  });

  test.each<[string, string, Role, Record<string, string>]>([
    ["without MFA", "alice", "uploader", { "sts:RoleSessionName": "alice" }],
    ["under another's name", "alice", "uploader", { ...mfa, "sts:RoleSessionName": "victor" }],
    ["who is not named", "mallory", "uploader", { ...mfa, "sts:RoleSessionName": "mallory" }],
    ["into another role", "alice", "admin", { ...mfa, "sts:RoleSessionName": "alice" }],
  ])("nobody %s", async (_, user, role, context) => {
    expect(await assume(user, role, context)).toMatchObject({ allowed: false });
  });

  test("a presigning role is assumed by its own function alone", async () => {
    const may = (from: string, to: string) =>
      decide(graph, {
        principal: { role: `acme-dev-eu-central-1-api-${from}`, session: "function" },
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::123456789012:role/acme-dev-eu-central-1-api-${to}-presigner`,
      });
    expect(await may("read", "read")).toMatchObject({ allowed: true });
    expect(await may("read", "write")).toMatchObject({ allowed: false });
    expect(await may("write", "admin")).toMatchObject({ allowed: false });
  });

  test.each(["read", "write", "admin"])(
    "not even an administrator of the account assumes the %s presigner",
    async (name) => {
      const resource = `arn:aws:iam::123456789012:role/acme-dev-eu-central-1-api-${name}-presigner`;
      const principal = { outsider: "arn:aws:iam::123456789012:role/powerful" };
      expect(await decide(graph, { principal, action: "sts:AssumeRole", resource })).toMatchObject({ allowed: false });
    },
  );
});

describe("who may use the key", () => {
  const through = (service: string) => ({
    "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
    "kms:CallerAccount": "123456789012",
  });

  test("roles through S3 only", async () => {
    expect(await whoMay({ action: "kms:Decrypt", resource: keyArn, context: through("s3") })).toEqual([
      "uploader",
      "viewer",
      "admin",
    ]);
    expect(await whoMay({ action: "kms:Decrypt", resource: keyArn })).toEqual([]);
    expect(await whoMay({ action: "kms:GenerateDataKey", resource: keyArn, context: through("s3") })).toEqual([
      "uploader",
      "admin",
    ]);
  });

  test("nobody of the trio administers it", async () => {
    for (const action of ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy", "kms:CreateGrant"])
      expect(await whoMay({ action, resource: keyArn, context: through("s3") })).toEqual([]);
  });
});
