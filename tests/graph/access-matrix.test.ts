import { guardrails } from "../../components/role-trio/role-policies";
import { routeKey, routeList } from "../../functions/api/routes";
import { type DecidedSection, decideAll } from "../../tools/graph/access/matrix";
import { sections } from "../../tools/graph/access/sections";
import { summary } from "../../tools/graph/access/summary";
import { lines } from "../../tools/graph/access/text-table";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { graphOf } from "../support/graph";

let graph: Graph;
let matrix: DecidedSection[];
beforeAll(async () => {
  graph = await graphOf();
  matrix = await decideAll(graph, sections);
}, 60_000);

const section = (name: string): DecidedSection => {
  const found = matrix.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no section ${name}`);
  return found;
};

interface Request {
  /** Such as `s3:GetObject, own prefix`. */
  readonly asked: string;
  readonly action: string;
  readonly who: string;
  readonly allowed: boolean;
  readonly because: string;
}

const requestsOf = (name: string): Request[] =>
  section(name).rows.flatMap(({ labels, cells }) =>
    cells.map(({ column, question, allowed, because }) => ({
      asked: labels.filter((label) => label !== "").join(", "),
      action: question.action,
      who: column,
      allowed,
      because,
    })),
  );

/** Who may, of those whom a section asks about. */
const whoMay = (name: string, asked: string): string[] => {
  const requests = requestsOf(name).filter((request) => request.asked === asked);
  if (requests.length === 0) throw new Error(`${name} does not ask about '${asked}'`);
  return requests.filter(({ allowed }) => allowed).map(({ who }) => who);
};

/** What is allowed in a section, as `who: what`. */
const allowedIn = (name: string): string[] =>
  requestsOf(name)
    .filter(({ allowed }) => allowed)
    .map(({ who, asked }) => `${who}: ${asked}`);

const trio = ["Uploader", "Viewer", "Admin"];
const people = [...trio, "Custodian", "Auditor"];

describe("what is printed of it", () => {
  const printed = (sections: readonly DecidedSection[]) => [summary("dev", sections), lines(sections)];

  test("does not depend on the order in which resources were made", async () => {
    const reversed = await decideAll({ ...graph, resources: [...graph.resources].reverse() }, sections);
    expect(printed(reversed)).toEqual(printed(matrix));
  });

  test("holds no path of this machine and no time", () => {
    for (const text of printed(matrix)) {
      expect(text).not.toContain(projectDirectory);
      expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}|\d{2}:\d{2}/);
    }
  });

  test("the summary has at most 12 KB, and says of each role what it can do", () => {
    const text = summary("dev", matrix);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12 * 1024);
    expect(text).toContain(
      "| Uploader | upload objects | own prefix | identity: WriteOwnPrefix; boundary: UsePrefix |",
    );
    expect(text).toContain(
      "| Admin | use a key | key of vault (through S3) | identity: UseVaultKey; key policy: UseThroughS3; boundary: UseVaultKey |",
    );
    expect(text).toContain(
      "| permissions boundary: KeepGuardrails | change or bypass a lock; change or delete a bucket; administer a key; change or stop a trail; change a role | Uploader; Viewer; Admin; Custodian; Admin with AdministratorAccess |",
    );
    for (const [who, does] of [
      ["Uploader", "read objects"],
      ["Viewer", "upload objects"],
      ["Admin", "delete versions"],
      ["Auditor", "upload objects"],
    ])
      expect(text).not.toMatch(new RegExp(`^\\| ${who} \\| [^|]*${does}`, "m"));
  });
});

describe("its parts", () => {
  test("are these, each asked about these", () => {
    const services = [
      "access-admin",
      "access-admin-presigner",
      "access-read",
      "access-read-presigner",
      "access-write",
      "access-write-presigner",
      "alerts-notices",
      "index",
      "main-replication",
      "trail-delivery",
    ];
    const strangers = ["Account administrator", "Another account's administrator", "Nobody"];
    const presigners = ["access-admin-presigner", "access-read-presigner", "access-write-presigner"];
    expect(matrix.map(({ name, rows }) => [name, rows[0]?.cells.map(({ column }) => column)])).toEqual([
      ["assuming", people],
      ["api-routes", people],
      ["objects", people],
      ["guardrails", [...people, "Admin with AdministratorAccess"]],
      ["encryption", [...people, "Account administrator"]],
      ["other-buckets", people],
      ["keys", [...people, "Account administrator"]],
      ["outsiders", ["Nobody", "Another account's administrator", "User without a role", "Account administrator"]],
      ["assuming-presigners", presigners],
      ["signing", [...presigners, "access-admin-presigner for one marker"]],
      ["service-roles", services],
      ["tables", [...people, ...services]],
      ["trail", ["CloudTrail", "CloudWatch Logs", ...people, "trail-delivery", ...strangers]],
      ["topics", ["CloudWatch", "EventBridge", "S3", ...people, ...strangers]],
    ]);
  });

  test("every role of the stack asks for something, and every role that people assume is assumed", () => {
    const roles = graph.resources.filter(({ type }) => type === "aws:iam/role:Role");
    const questions = matrix.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ question }) => question)));
    const asking = questions.map(({ principal }) =>
      typeof principal === "object" && "role" in principal ? principal.role : undefined,
    );
    const assumed = questions.filter(({ action }) => action === "sts:AssumeRole").map(({ resource }) => resource);
    expect(roles).toHaveLength(15);
    expect(roles.filter(({ outputs }) => !asking.includes(String(outputs.name))).map(({ name }) => name)).toEqual([]);
    // What a service assumes is left to the service: functions, replication, the trail's delivery.
    expect(
      roles
        .filter(({ outputs }) => !assumed.includes(String(outputs.arn)))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      ...["access-admin", "access-read", "access-write", "alerts-notices"],
      ...["index", "main-replication", "trail-delivery"],
    ]);
  });

  test.each(sections.map(({ name }) => name))("%s: each row is another, complete and with its reasons", (name) => {
    const { labels, rows } = section(name);
    const [first] = rows;
    expect(new Set(rows.map((row) => row.labels.join())).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.labels).toHaveLength(labels.length);
      expect(row.cells.map(({ column }) => column)).toEqual(first?.cells.map(({ column }) => column));
      for (const { because } of row.cells) expect(because).toMatch(/policy|boundary|no statement allows it/);
    }
  });

  test("every route of the API's table is a row", () => {
    expect(section("api-routes").rows.map(({ labels }) => labels[0])).toEqual([
      ...routeList.map(routeKey),
      "any other route",
    ]);
  });

  test.each(["guardrails", "service-roles"])("every guardrail is asked about in %s", (name) => {
    const asked = requestsOf(name).map(({ action }) => action);
    const missing = guardrails.filter((action) => !asked.some((one) => one.startsWith(action.replace("*", ""))));
    expect(missing).toEqual([]);
  });

  test("every bucket is asked about by outsiders and over plain HTTP", () => {
    for (const bucket of ["main", "access-logs", "trail", "vault"])
      expect(whoMay("encryption", `s3:ListBucket, bucket ${bucket}, plain HTTP`)).toEqual([]);
    for (const bucket of ["main", "access-logs", "vault"])
      expect(whoMay("outsiders", `s3:GetObject, bucket ${bucket}`)).toEqual(["Account administrator"]);
    expect(whoMay("outsiders", "s3:GetObject, bucket trail")).toEqual([]);
  });
});

describe("what must hold, whatever the document says", () => {
  const reading = /^s3:(GetObject|GetObjectVersion|ListBucket|ListBucketVersions)$/;
  const writing = /^s3:(PutObject|AbortMultipartUpload|RestoreObject|Delete.*)$/;

  test.each([
    ["Uploader", "reads or lists", reading],
    ["Viewer", "writes, restores or deletes", writing],
  ])("%s nowhere %s", (who, _, actions) => {
    const asked = ["objects", "other-buckets"]
      .flatMap(requestsOf)
      .filter((request) => request.who === who && actions.test(request.action));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(({ allowed }) => allowed)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["s3:GetObject, own prefix", ["Viewer", "Admin"]],
    ["s3:GetObject, another's prefix", ["Viewer", "Admin"]],
    ["s3:GetObject, outside of uploads/", []],
    ["s3:GetObjectVersion, own prefix", ["Viewer", "Admin"]],
    ["s3:PutObject, own prefix, the right encryption", ["Uploader", "Admin"]],
    ["s3:PutObject, another's prefix, the right encryption", ["Admin"]],
    ["s3:PutObject, outside of uploads/, the right encryption", []],
    ["s3:DeleteObject, own prefix", ["Admin"]],
    ["s3:DeleteObject, outside of uploads/", []],
    ["s3:RestoreObject, own prefix", ["Admin"]],
    ["s3:DeleteObjectVersion, own prefix", ["Custodian"]],
    ["s3:DeleteObjectVersion, own prefix, fresh MFA", ["Custodian"]],
    ["s3:DeleteObjectVersion, another's prefix", ["Custodian"]],
    ["s3:DeleteObjectVersion, outside of uploads/", []],
    ["s3:PutObject, own prefix, the right encryption, no source identity", ["Admin"]],
    ["s3:PutObject, own prefix, the right encryption, source identity mallory", ["Admin"]],
    ["s3:PutObject, another's prefix, the right encryption, source identity mallory", ["Admin"]],
    ["s3:ListBucketVersions, main bucket, prefix uploads/", ["Viewer", "Admin", "Custodian"]],
    ["s3:ListBucket, main bucket, prefix uploads/", ["Viewer", "Admin"]],
    ["s3:ListBucket, main bucket, prefix payroll/", []],
    ["s3:ListBucket, main bucket, no prefix", []],
    ["s3:ListBucketVersions, main bucket, no prefix", []],
  ])("%s: %j", (asked, expected) => {
    expect(whoMay("objects", asked)).toEqual(expected);
  });

  test("nobody but the five who are named assumes a role, each one's own, with MFA and under the own name", () => {
    expect(allowedIn("assuming")).toEqual([
      "Uploader: user/alice, MFA, as alice",
      "Uploader: user/alice, MFA 300 s ago, as alice",
      "Viewer: user/victor, MFA, as victor",
      "Viewer: user/victor, MFA 300 s ago, as victor",
      "Admin: user/ada, MFA, as ada",
      "Admin: user/ada, MFA 300 s ago, as ada",
      "Custodian: user/carla, MFA, as carla",
      "Auditor: user/audrey, MFA, as audrey",
      "Auditor: user/audrey, MFA 300 s ago, as audrey",
    ]);
    // Two ways for each of five people into each of five roles.
    expect(requestsOf("assuming").filter(({ asked }) => /without MFA|access key/.test(asked))).toHaveLength(50);
  });

  test.each([
    "user/alice, MFA, as alice",
    "user/victor, MFA, as victor",
    "user/ada, MFA, as ada",
    "user/audrey, a session without MFA, as audrey",
    "user/audrey, only an access key, as audrey",
    "user/audrey, MFA, as alice",
    "user who is not named, MFA, as mallory",
    "account administrator, MFA, as alice",
  ])("%s is no auditor", (attempt) => {
    expect(whoMay("assuming", attempt)).not.toContain("Auditor");
  });

  test("these are the guardrails", () => {
    expect(section("guardrails").rows.map(({ labels }) => labels.join(": "))).toEqual([
      "s3:PutBucketPolicy: main bucket",
      "s3:DeleteBucketPolicy: main bucket",
      "s3:PutBucketPublicAccessBlock: main bucket",
      "s3:PutAccountPublicAccessBlock: the account",
      "s3:PutBucketOwnershipControls: main bucket",
      "s3:PutBucketAcl: main bucket",
      "s3:PutObjectAcl: an object",
      "s3:PutBucketVersioning: main bucket",
      "s3:PutEncryptionConfiguration: main bucket",
      "s3:PutLifecycleConfiguration: main bucket",
      "s3:PutReplicationConfiguration: main bucket",
      "s3:PutBucketObjectLockConfiguration: main bucket",
      "s3:PutBucketLogging: main bucket",
      "s3:PutBucketNotification: main bucket",
      "s3:PutBucketWebsite: main bucket",
      "s3:PutBucketCORS: main bucket",
      "s3:BypassGovernanceRetention: an object",
      "s3:DeleteBucket: main bucket",
      "cloudtrail:StopLogging: a trail",
      "cloudtrail:DeleteTrail: a trail",
      "cloudtrail:UpdateTrail: a trail",
      "iam:PutRolePolicy: the role Uploader",
      "iam:AttachRolePolicy: the role Uploader",
      "iam:UpdateAssumeRolePolicy: the role Uploader",
      "iam:DeleteRolePermissionsBoundary: the role Uploader",
      "iam:PassRole: the role Uploader",
      "kms:DisableKey: key of main",
      "kms:DisableKeyRotation: key of main",
      "kms:PutKeyPolicy: key of main",
      "kms:ScheduleKeyDeletion: key of main",
    ]);
  });

  test("no guardrail falls to the trio, even with AdministratorAccess, and the boundary is what holds it", () => {
    const requests = requestsOf("guardrails").filter(({ who }) => who !== "Auditor");
    expect(requests).toHaveLength(5 * 30);
    for (const request of requests)
      expect(request).toMatchObject({ allowed: false, because: "permissions boundary: KeepGuardrails" });
  });

  test("no guardrail falls to auditors: nothing allows them", () => {
    const requests = requestsOf("guardrails").filter(({ who }) => who === "Auditor");
    expect(requests).toHaveLength(30);
    for (const { allowed, because } of requests)
      expect({ allowed, because }).toEqual({
        allowed: false,
        because: expect.stringContaining("no statement allows it"),
      });
  });

  test("no guardrail falls to what the system runs as", () => {
    const actions = section("guardrails").rows.map(({ labels }) => labels[0] ?? "");
    const requests = requestsOf("service-roles").filter(({ action }) => actions.includes(action));
    expect(requests).toHaveLength(10 * 30);
    expect(requests.filter(({ allowed }) => allowed)).toEqual([]);
  });

  test("the API's functions reach no object themselves, and the recorder reads only", () => {
    const functions = ["access-read", "access-write", "access-admin", "index"];
    const requests = requestsOf("service-roles").filter(({ who }) => functions.includes(who));
    expect(requests.length).toBeGreaterThan(4 * 30);
    expect(requests.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "index: s3:GetObject, inside of uploads/",
      "index: s3:GetObjectVersion, inside of uploads/",
      "index: s3:ListBucket, main bucket, prefix uploads/",
      "index: s3:ListBucket, main bucket, no prefix",
      "index: kms:Decrypt, key of main, through S3",
    ]);
  });

  test("no role of the system's own reads or writes another bucket, but for replication into the vault", () => {
    const requests = requestsOf("service-roles").filter(({ asked }) => /bucket (access-logs|trail|vault)/.test(asked));
    expect(requests).toHaveLength(10 * 20);
    expect(requests.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "main-replication: s3:ReplicateObject, bucket vault",
    ]);
  });

  test("the trail's delivery role uses no key and reaches no object, anywhere", () => {
    for (const name of ["service-roles", "tables"])
      expect(allowedIn(name).filter((what) => what.startsWith("trail-delivery:"))).toEqual([]);
    expect(allowedIn("trail").filter((what) => what.startsWith("trail-delivery:"))).toEqual([
      "trail-delivery: logs:CreateLogStream, its stream",
      "trail-delivery: logs:PutLogEvents, its stream",
    ]);
  });

  test.each<[string, string]>([
    ["no encryption header", "DenyMissingEncryption, DenyMissingKey"],
    ["the key, but no algorithm", "DenyMissingEncryption"],
    ["SSE-S3 (AES256)", "DenyMissingKey, DenyWrongEncryption"],
    ["aws:kms without a key", "DenyMissingKey"],
    ["aws:kms with another key", "DenyWrongKey"],
    ["aws:kms:dsse with the right key", "DenyWrongEncryption"],
    ["a key of the caller's own (SSE-C)", "DenyCustomerProvidedKeys"],
    ["TLS 1.1", "DenyOldTls"],
    ["plain HTTP", "DenyInsecureTransport"],
    ["a signature 3600 s and 1 ms old", "DenyOldSignatures"],
  ])("an upload with %s is refused to everybody, the account's administrator too", (given, statements) => {
    const requests = requestsOf("encryption").filter(({ asked }) => asked === `s3:PutObject, own prefix, ${given}`);
    expect(requests.map(({ who }) => who)).toEqual([...people, "Account administrator"]);
    for (const { allowed, because } of requests)
      expect({ allowed, because }).toEqual({ allowed: false, because: `bucket policy: ${statements}` });
  });

  test("an upload with none of these faults is not", () => {
    for (const given of ["the right encryption", "TLS 1.2", "TLS 1.3", "a signature 3600 s old"])
      expect(whoMay("encryption", `s3:PutObject, own prefix, ${given}`)).toEqual([
        "Uploader",
        "Admin",
        "Account administrator",
      ]);
  });

  test("Admin alone, of the trio, reaches another bucket: it reads the vault; auditors read the trail's", () => {
    expect(allowedIn("other-buckets")).toEqual([
      "Auditor: s3:GetObject, bucket trail",
      "Auditor: s3:GetObjectVersion, bucket trail",
      "Auditor: s3:ListBucket, bucket trail",
      "Auditor: s3:RestoreObject, bucket trail",
      "Admin: s3:GetObject, bucket vault",
      "Admin: s3:GetObjectVersion, bucket vault",
      "Admin: s3:ListBucket, bucket vault",
      "Admin: s3:RestoreObject, bucket vault",
    ]);
  });

  test("keys are used through services alone, and the trio administers none", () => {
    // Auditors use the trail's alone, and through S3.
    expect(allowedIn("keys").filter((what) => !what.startsWith("Account"))).toEqual([
      "Uploader: kms:Decrypt, key of main, through S3",
      "Viewer: kms:Decrypt, key of main, through S3",
      "Admin: kms:Decrypt, key of main, through S3",
      "Uploader: kms:GenerateDataKey, key of main, through S3",
      "Admin: kms:GenerateDataKey, key of main, through S3",
      "Auditor: kms:Decrypt, key of trail, through S3",
      "Admin: kms:Decrypt, key of vault, through S3",
    ]);
    expect(whoMay("outsiders", "kms:Decrypt, key of vault, through S3")).toEqual([]);
  });

  test("who holds no role of the stack may nothing, unless they administer the account", () => {
    expect(allowedIn("outsiders").filter((what) => !what.startsWith("Account administrator:"))).toEqual([]);
    for (const role of people) expect(whoMay("outsiders", `sts:AssumeRole, the role ${role}, MFA`)).toEqual([]);
  });

  test("each presigner is assumed by its own function, and by nobody else", () => {
    expect(allowedIn("assuming-presigners")).toEqual([
      "access-admin-presigner: access-admin",
      "access-read-presigner: access-read",
      "access-write-presigner: access-write",
    ]);
  });

  test("what is signed for an uploader writes below the uploader's name only", () => {
    expect(requestsOf("signing").filter(({ who }) => who === "access-write-presigner").length).toBeGreaterThan(20);
    expect(allowedIn("signing").filter((what) => what.startsWith("access-write-presigner:"))).toEqual([
      "access-write-presigner: s3:PutObject, own prefix, the right encryption",
      "access-write-presigner: s3:AbortMultipartUpload, own prefix",
      "access-write-presigner: dynamodb:Query, uploads table, own partitions",
      "access-write-presigner: dynamodb:PutItem, uploads table, own partitions",
    ]);
  });

  test("what is signed for a viewer reads and lists, and nothing else", () => {
    expect(allowedIn("signing").filter((what) => what.startsWith("access-read-presigner:"))).toEqual([
      "access-read-presigner: s3:GetObject, own prefix",
      "access-read-presigner: s3:GetObject, another's prefix",
      "access-read-presigner: s3:GetObjectVersion, own prefix",
      "access-read-presigner: s3:GetObjectVersion, another's prefix",
      "access-read-presigner: s3:ListBucket, main bucket, prefix uploads/",
    ]);
  });

  test("a version is removed by a session made for that one marker alone", () => {
    const removals = requestsOf("signing").filter(({ action }) => action === "s3:DeleteObjectVersion");
    expect(removals).toHaveLength(4 * 6);
    expect(removals.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "access-admin-presigner for one marker: s3:DeleteObjectVersion, another's prefix, the marker",
    ]);
    expect(allowedIn("signing").filter((what) => what.includes("for one marker:"))).toHaveLength(1);
  });

  test("nothing that is signed reaches outside of the prefix", () => {
    const outside = requestsOf("signing").filter(({ asked }) => /outside of|no prefix/.test(asked));
    expect(outside).toHaveLength(4 * 9);
    expect(outside.filter(({ allowed }) => allowed)).toEqual([]);
  });

  test("no person reaches a table", () => {
    expect(section("tables").rows).toHaveLength(2 * 7);
    expect(allowedIn("tables")).toEqual([
      "access-admin-presigner: dynamodb:GetItem, table access-uploads",
      "access-write-presigner: dynamodb:Query, table access-uploads",
      "access-admin-presigner: dynamodb:PutItem, table access-uploads",
      "access-write-presigner: dynamodb:PutItem, table access-uploads",
      "access-write-presigner: dynamodb:UpdateItem, table access-uploads",
      "access-write-presigner: dynamodb:DeleteItem, table access-uploads",
      "index: dynamodb:UpdateItem, table index",
    ]);
  });

  test("auditors reach no file, no table and no route of the API", () => {
    const requests = ["objects", "encryption", "tables", "api-routes"]
      .flatMap(requestsOf)
      .filter(({ who }) => who === "Auditor");
    expect(requests.length).toBeGreaterThan(80);
    expect(requests.filter(({ allowed }) => allowed)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["GET /whoami", [...trio, "Custodian"]],
    ["POST /uploads", ["Uploader", "Admin"]],
    ["GET /objects", ["Viewer", "Admin"]],
    ["GET /objects/{key+}", ["Viewer", "Admin"]],
    ["GET /versions", ["Viewer", "Admin", "Custodian"]],
    ["DELETE /versions", ["Custodian"]],
    ["POST /restores", ["Admin"]],
    ["DELETE /objects/{key+}", ["Admin"]],
    ["any other route", []],
  ])("%s is called by %j", (route, expected) => {
    expect(whoMay("api-routes", route)).toEqual(expected);
  });
});

describe("the audit trail", () => {
  const administrator = "Account administrator";

  test("CloudTrail alone writes it, for this one trail and where its files belong", () => {
    const writes = requestsOf("trail").filter(({ action }) => action === "s3:PutObject");
    expect(writes).toHaveLength(6 * 11);
    expect(writes.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "CloudTrail: s3:PutObject, a log file, for this trail",
    ]);
    for (const { who, because } of writes.filter(({ who }) => who !== "CloudTrail"))
      expect({ who, because }).toEqual({ who, because: "bucket policy: DenyOtherWriters" });
  });

  test.each(["s3:GetObject, a log file", "s3:GetObjectVersion, a log file"])("auditors alone may %s", (asked) => {
    expect(whoMay("trail", asked)).toEqual(["Auditor"]);
    const refused = requestsOf("trail").filter((request) => request.asked === asked && !request.allowed);
    expect(refused.map(({ who }) => who)).toEqual([
      ...["CloudTrail", "CloudWatch Logs", ...trio, "Custodian", "trail-delivery"],
      ...[administrator, "Another account's administrator", "Nobody"],
    ]);
    for (const { because } of refused) expect(because).toBe("bucket policy: DenyOtherReaders");
  });

  test.each([
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:PutObjectRetention",
    "s3:PutObjectLegalHold",
  ])("nobody may %s, with fresh MFA and whatever their rights", (action) => {
    const requests = requestsOf("trail").filter((request) => request.action === action);
    expect(requests).toHaveLength(11);
    for (const { allowed, because } of requests) {
      expect(allowed).toBe(false);
      expect(because).toMatch(/^bucket policy: DenyDeletion(;|$)/);
    }
  });

  test.each([
    "s3:PutBucketObjectLockConfiguration, the trail's bucket, fresh MFA",
    "s3:PutLifecycleConfiguration, the trail's bucket, fresh MFA",
    "s3:PutBucketPolicy, the trail's bucket, fresh MFA",
    "s3:DeleteBucket, the trail's bucket, fresh MFA",
    "cloudtrail:StopLogging, the trail, fresh MFA",
    "cloudtrail:PutEventSelectors, the trail, fresh MFA",
    "cloudtrail:UpdateTrail, the trail, fresh MFA",
    "cloudtrail:DeleteTrail, the trail, fresh MFA",
    "logs:DeleteLogStream, its stream",
    "logs:PutRetentionPolicy, the log group",
    "logs:DeleteLogGroup, the log group",
  ])("nobody but the account's administrator may %s", (asked) => {
    expect(whoMay("trail", asked)).toEqual([administrator]);
  });

  test("its key decrypts for auditors through S3, for the trail's files, and for CloudWatch Logs its log group", () => {
    const requests = requestsOf("trail").filter(({ action, allowed }) => action.startsWith("kms:") && allowed);
    expect(requests.map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "Auditor: kms:Decrypt, the trail's key, through S3, for a log file",
      "CloudTrail: kms:GenerateDataKey, the trail's key, for this trail",
      "CloudWatch Logs: kms:Decrypt, the trail's key, for its log group",
    ]);
    expect(requestsOf("trail").filter(({ action }) => action.startsWith("kms:"))).toHaveLength(8 * 11);
  });

  test.each<[string, string[]]>([
    ["logs:StartQuery, the log group", ["Auditor", administrator]],
    ["logs:FilterLogEvents, the log group", ["Auditor", administrator]],
    ["logs:GetQueryResults, the log group", ["Auditor", administrator]],
    ["logs:StartQuery, another log group", [administrator]],
    ["logs:GetQueryResults, another log group", [administrator]],
    ["logs:DescribeLogGroups, every log group", ["Auditor", administrator]],
    ["logs:CreateLogStream, its stream", ["trail-delivery", administrator]],
    ["logs:PutLogEvents, its stream", ["trail-delivery", administrator]],
  ])("%s: %j", (asked, expected) => {
    expect(whoMay("trail", asked)).toEqual(expected);
  });
});

describe("the topics", () => {
  test("alarms are published by CloudWatch, for this account; no person and no other service publishes", () => {
    const published = requestsOf("topics").filter(({ asked }) => asked.startsWith("sns:Publish, topic alerts,"));
    expect(published).toHaveLength(8 * 11);
    expect(published.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "CloudWatch: sns:Publish, topic alerts, for an alarm",
    ]);
  });

  test("whoever publishes to it may use its key, or the message would be lost without a word", () => {
    const key = requestsOf("topics").filter(({ asked }) =>
      asked.startsWith("kms:GenerateDataKey, key of topic alerts,"),
    );
    expect(key.filter(({ allowed }) => allowed).map(({ who, asked }) => `${who}: ${asked}`)).toEqual([
      "CloudWatch: kms:GenerateDataKey, key of topic alerts, for an alarm",
      "EventBridge: kms:GenerateDataKey, key of topic alerts, for a rule",
      "S3: kms:GenerateDataKey, key of topic alerts, for the main bucket",
      "EventBridge: kms:GenerateDataKey, key of topic alerts, for nobody who is named",
    ]);
  });

  test("replication's failures are published by S3, for the main bucket; of people, by the account's administrator", () => {
    const published = allowedIn("topics").filter((what) =>
      what.includes("sns:Publish, topic main-replication-failures"),
    );
    expect(published.filter((what) => !what.startsWith("Account administrator:"))).toEqual([
      "S3: sns:Publish, topic main-replication-failures, for the main bucket",
    ]);
  });

  test.each(["Subscribe", "SetTopicAttributes", "DeleteTopic"])("nobody of the stack may sns:%s", (action) => {
    for (const topic of ["alerts", "main-replication-failures"])
      expect(whoMay("topics", `sns:${action}, topic ${topic}`)).toEqual(["Account administrator"]);
  });
});
