import { programWith, refusalsOf } from "../support/program";

const bucket = (keyArn: string, name = "b") =>
  `new coffer.SecureBucket("${name}", { naming, purpose: "files", encryption: { kind: "kms", keyArn: ${keyArn} } });`;
const allowed =
  "give the ARN of a KMS key (…:key/…) of eu-central-1, for S3 resolves an alias in the account of whoever uploads, and no service uses a key of another region.";

const wrong = [
  "alias/app",
  "arn:aws:kms:eu-central-1:123456789012:alias/app",
  "arn:aws:kms:us-east-1:123456789012:key/1234abcd",
  "1234abcd-12ab-34cd-56ef-1234567890ab",
  "arn:aws:s3:::key/x",
];

let refused: Readonly<Record<string, string>>;
beforeAll(async () => {
  const files = '{ name: "n", arn: "arn:aws:s3:::n", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" }';
  refused = await refusalsOf({
    ...Object.fromEntries(wrong.map((given, index) => [given, bucket(JSON.stringify(given), `b${index}`)])),
    index: `new coffer.ObjectIndex("i", { naming, bucket: ${files}, keyArn: "alias/app" });`,
    api: `new coffer.AccessApi("a", { naming, bucket: { ...${files}, keyArn: "alias/app" }, index: { recorderArn: "r" } });`,
    alerting: `new coffer.Alerting("l", { naming, logGroupName: "g", bucket: "n", readers: ["r"], keyArn: "alias/app" });`,
  });
});

test.each(wrong)("%s is refused as the key of a bucket", (given) => {
  expect(refused[given]).toContain(`b${wrong.indexOf(given)}: encryption.keyArn is "${given}"; ${allowed}`);
});

test("so is what becomes known later", async () => {
  const alias = `const alias = new aws.kms.Alias("a", { name: "alias/app", targetKeyId: "x" }); ${bucket("alias.arn")}`;
  await expect(programWith(alias)).rejects.toThrow(
    `b: encryption.keyArn is "arn:aws:kms:eu-central-1:123456789012:alias/app"; ${allowed}`,
  );
  const abroad = `const key = new aws.kms.Key("k", { region: "us-east-1" }); ${bucket("key.arn")}`;
  await expect(programWith(abroad)).rejects.toThrow('b: encryption.keyArn is "arn:aws:kms:us-east-1:123456789012:key/');
});

test("keys of other components are asked the same way", () => {
  expect(refused.index).toContain('i: keyArn is "alias/app"');
  expect(refused.api).toContain('a: bucket.keyArn is "alias/app"');
  expect(refused.alerting).toContain('l: keyArn is "alias/app"');
});

test("a key of the bucket's region is taken, in any partition", async () => {
  const config = { "aws:region": "us-gov-west-1" };
  const lines = `naming.region = "us-gov-west-1"; ${bucket('"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd"')}`;
  expect((await programWith(lines, config)).resources.some(({ name }) => name === "b")).toBe(true);
});
