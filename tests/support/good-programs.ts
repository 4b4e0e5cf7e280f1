import { rules } from "../../policies/rules";
import { bucketArn, denyPlainHttp, denyWrongEncryption, goodBucket, logBucket, policyText } from "./bucket-fixtures";
import { type Change, type Fixture, findingsOf, from, resource } from "./policies";

/** A program that AWS documents as right. */
export interface GoodProgram {
  /** The page of AWS's documentation that it follows. */
  readonly document: `https://docs.aws.amazon.com/${string}`;
  readonly stack: readonly Fixture[];
  /** Accounts that the team has agreed to let in, and lists in the parameter of `iam-foreign-account`. */
  readonly agreed?: readonly string[];
  /** One step away from what the page says, and the mandatory rule that must find it. */
  readonly spoiled: Change;
  readonly by: string;
}

/** Shows by its ARN which account is the stack's own. */
const ofTheAccount = (): Fixture =>
  resource("aws:ecs/cluster:Cluster", "account", { arn: `arn:aws:ecs:${region}:${account}:cluster/account` });

/** What all mandatory rules find: `s3-versioning: violation Bucket main: has no versioning`. */
export const mandatoryFindings = (stack: readonly Fixture[], agreed: readonly string[] = []): readonly string[] =>
  rules
    .filter(({ level }) => level === "mandatory")
    .flatMap((rule) => {
      const parameters = rule.id === "iam-foreign-account" ? { accounts: agreed } : {};
      return findingsOf(rule, [...stack, ofTheAccount()], parameters).map((finding) => `${rule.id}: ${finding}`);
    });

/** No mandatory rule contradicts AWS's own document, and the rules do look at the program: one step away is found. */
export const testPrograms = (programs: Readonly<Record<string, GoodProgram>>): void => {
  describe.each(Object.entries(programs))("%s", (_, { stack, agreed, spoiled, by }) => {
    test("has no mandatory finding", () => {
      expect(mandatoryFindings(stack, agreed)).toEqual([]);
    });

    test("is found when it is spoiled", () => {
      const found = mandatoryFindings(spoiled(stack), agreed).map((finding) => finding.split(":")[0]);
      expect(found).toContain(by);
    });
  });
};

export const account = "123456789012";
export const region = "eu-central-1";

/** A key of the account. */
export const keyArn = `arn:aws:kms:${region}:${account}:key/1`;

export const service = (name: string): object => ({ Service: `${name}.amazonaws.com` });

const condition = (given: object | undefined): object => (given === undefined ? {} : { Condition: given });

/** A statement of a resource's policy that lets somebody in. */
export const allow = (
  principal: unknown,
  actions: string | readonly string[],
  on: string | readonly string[],
  given?: object,
): object => ({
  Sid: "Allow",
  Effect: "Allow",
  Principal: principal,
  Action: actions,
  Resource: on,
  ...condition(given),
});

/** A statement of an identity's policy. */
export const may = (actions: readonly string[], on: string | readonly string[], given?: object): object => ({
  Effect: "Allow",
  Action: actions,
  Resource: on,
  ...condition(given),
});

export const ofAccount = { StringEquals: { "aws:SourceAccount": account } };

export const root = { AWS: `arn:aws:iam::${account}:root` };

/** The statement that the default key policy consists of. */
export const ownRoot = { ...allow(root, "kms:*", "*"), Sid: "Enable IAM User Permissions" };

/** A key whose policy has these statements beside the default one. */
export const key = (...statements: readonly object[]): Fixture =>
  resource("aws:kms/key:Key", "key", {
    arn: keyArn,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: policyText(ownRoot, ...statements),
  });

/** A statement of a trust policy. */
export const assume = (principal: object, given?: object, action: string | string[] = "sts:AssumeRole"): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  ...condition(given),
});

export const role = (...statements: readonly object[]): Fixture =>
  resource("aws:iam/role:Role", "role", { name: "role", assumeRolePolicy: policyText(...statements) });

export const rolePolicy = (...statements: readonly object[]): Fixture =>
  resource("aws:iam/rolePolicy:RolePolicy", "role", {
    role: from("Role role", "role"),
    policy: policyText(...statements),
  });

const withPolicy = (fixtures: readonly Fixture[], policy: string): Fixture[] =>
  fixtures.map((fixture) =>
    fixture.type.endsWith(":BucketPolicy") ? { ...fixture, inputs: { ...fixture.inputs, policy } } : fixture,
  );

/** A bucket whose policy has these statements beside the denials of plain HTTP and of uploads with another key. */
export const bucket = (name: string, ...statements: readonly object[]): Fixture[] =>
  withPolicy(goodBucket(name), policyText(denyPlainHttp(name), denyWrongEncryption(name), ...statements));

/** A bucket for logs, which S3 encrypts with its own keys, as those who write logs ask for. */
export const forLogs = (name: string, ...statements: readonly object[]): Fixture[] =>
  withPolicy(logBucket(name), policyText(denyPlainHttp(name), ...statements));

/** All objects of a bucket, or those below a prefix. */
export const objects = (name: string, below = ""): string => `${bucketArn(name)}/${below}*`;
