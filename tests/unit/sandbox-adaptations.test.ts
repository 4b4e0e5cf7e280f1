import { bucketPolicyForEmulator, trustPolicyForEmulator } from "../../tools/sandbox/adaptations";

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const base = { Sid: "A", Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::1:user/alice" } };

test("a trust policy loses its MFA condition and nothing else", () => {
  const named = { StringEquals: { "sts:RoleSessionName": "alice" } };
  const given = { ...base, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" }, ...named } };
  expect(JSON.parse(trustPolicyForEmulator(document(given)))).toEqual({
    Version: "2012-10-17",
    Statement: [{ ...base, Condition: named }],
  });
});

test("beside MFA, a condition under the same operator stays", () => {
  const given = {
    ...base,
    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true", "aws:SecureTransport": "true" } },
  };
  expect(JSON.parse(trustPolicyForEmulator(document(given))).Statement).toEqual([
    { ...base, Condition: { Bool: { "aws:SecureTransport": "true" } } },
  ]);
});

test("a statement whose only condition was MFA has none left; its age counts as MFA, and so does another spelling", () => {
  const conditions = [
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } },
    { BoolIfExists: { "AWS:multifactorauthpresent": "true" } },
  ];
  const given = conditions.map((Condition) => ({ ...base, Condition }));
  expect(JSON.parse(trustPolicyForEmulator(document(...given))).Statement).toEqual([base, base, base]);
});

test("a trust policy without MFA stays as it is", () => {
  const given = document(base, { ...base, Sid: "B", Condition: { StringEquals: { "aws:SourceAccount": "1" } } });
  expect(JSON.parse(trustPolicyForEmulator(given))).toEqual(JSON.parse(given));
});

const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const deny = (Sid: string, Condition: object) => ({
  Sid,
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Condition,
});

test("a bucket policy loses the denial of uploads that name no key, and no other", () => {
  const kept = [
    deny("DenyInsecureTransport", { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyMissingEncryption", { Null: { "s3:x-amz-server-side-encryption": "true" } }),
    deny("DenyWrongKey", { StringNotEquals: { [keyId]: "arn" }, Null: { [keyId]: "false" } }),
    deny("DenyCustomerKeys", { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } }),
    { ...deny("Allowed", { Null: { [keyId]: "true" } }), Effect: "Allow" },
  ];
  const taken = [
    deny("DenyMissingKey", { Null: { [keyId]: "true" } }),
    deny("DenyMissingKeyToo", {
      StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      Null: { [keyId]: "true" },
    }),
  ];
  const [first, ...rest] = kept;
  const edited = bucketPolicyForEmulator(document({ ...first }, ...taken, ...rest));
  expect(JSON.parse(edited)).toEqual({ Version: "2012-10-17", Statement: kept });
});
