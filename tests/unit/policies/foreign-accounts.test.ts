import { notKnown } from "../../../policies/framework/values";
import { goodBucket, policyText } from "../../support/bucket-fixtures";
import { both, type Change, drop, resource, set, testRule } from "../../support/policies";

const own = "123456789012";
const other = "210987654321";
const key = resource("aws:kms/key:Key", "key", { arn: `arn:aws:kms:eu-central-1:${own}:key/1` });
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const allow = (Principal: unknown, Action: unknown, more: object = {}): Change =>
  set(
    "BucketPolicy main",
    "policy",
    policyText({ Sid: "Other", Effect: "Allow", Principal, Action, Resource: "*", ...more }),
  );
const found = (change: Change, message: string) => ({ change, at: "BucketPolicy main", message });
const all =
  "s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutBucketPolicy, s3:PutEncryptionConfiguration, s3:PutObjectAcl";

testRule("s3-foreign-account", {
  compliant: [key, ...goodBucket("main")],
  violations: {
    "another account writes the policy": found(
      allow(root(other), "s3:PutBucketPolicy"),
      `lets account ${other} do s3:PutBucketPolicy in Other`,
    ),
    "a role of another account": found(
      allow({ AWS: `arn:aws:iam::${other}:role/admin` }, ["s3:GetObject", "s3:PutObjectAcl"]),
      `lets account ${other} do s3:PutObjectAcl in Other`,
    ),
    "a bare id": found(allow({ AWS: other }, "s3:PutBucketAcl"), `lets account ${other} do s3:PutBucketAcl in Other`),
    "beside its own": found(
      allow({ AWS: [own, other] }, "s3:DeleteBucketPolicy"),
      `lets account ${other} do s3:DeleteBucketPolicy in Other`,
    ),
    "in another case": found(
      allow(root(other), "S3:putencryptionconfiguration"),
      `lets account ${other} do s3:PutEncryptionConfiguration in Other`,
    ),
    "by a wildcard": found(
      allow(root(other), "s3:*Acl"),
      `lets account ${other} do s3:PutBucketAcl, s3:PutObjectAcl in Other`,
    ),
    everything: found(allow(root(other), "*"), `lets account ${other} do ${all} in Other`),
    "all but reading": found(
      allow(root(other), undefined, { NotAction: "s3:Get*" }),
      `lets account ${other} do ${all} in Other`,
    ),
    "under a condition, which the control does not count": found(
      allow(root(other), "s3:PutBucketPolicy", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      `lets account ${other} do s3:PutBucketPolicy in Other`,
    ),
    "the whole organisation": found(
      allow("*", "s3:PutBucketPolicy", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } } }),
      "lets everyone do s3:PutBucketPolicy in Other",
    ),
    "anyone, kept to another account": found(
      allow("*", "s3:PutBucketPolicy", { Condition: { StringEquals: { "aws:PrincipalAccount": other } } }),
      "lets everyone do s3:PutBucketPolicy in Other",
    ),
    "everyone but one": found(
      allow(undefined, "s3:PutBucketPolicy", { NotPrincipal: root(own) }),
      "lets everyone do s3:PutBucketPolicy in Other",
    ),
    "a canonical user": found(
      allow({ CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }, "s3:PutObjectAcl"),
      "lets a canonical user do s3:PutObjectAcl in Other",
    ),
    "through access points of another account": found(
      allow({ AWS: "*" }, "*", { Condition: { StringEquals: { "s3:DataAccessPointAccount": other } } }),
      `lets everyone do ${all} in Other`,
    ),
    "through its own access points, or none": found(
      allow({ AWS: "*" }, "*", { Condition: { StringEqualsIfExists: { "s3:DataAccessPointAccount": own } } }),
      `lets everyone do ${all} in Other`,
    ),
    "through any access point": found(
      allow({ AWS: "*" }, "*", {
        Condition: { StringLike: { "s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*" } },
      }),
      `lets everyone do ${all} in Other`,
    ),
    "where nothing shows the account": found(
      both(drop("Key key"), allow(root(other), "s3:PutBucketPolicy")),
      `lets account ${other} do s3:PutBucketPolicy in Other; which account is the bucket's own does not show`,
    ),
  },
  harmless: {
    "its own account": allow(root(own), "s3:*"),
    "another account that reads": allow(root(other), ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]),
    "an account that the team names": {
      change: allow(root(other), "s3:PutBucketPolicy"),
      parameters: { accounts: [other] },
    },
    "anyone, kept to its own account": allow("*", "s3:PutBucketPolicy", {
      Condition: { StringEquals: { "aws:PrincipalAccount": own } },
    }),
    "its own account's access points": allow({ AWS: "*" }, "*", {
      Condition: { StringEquals: { "s3:DataAccessPointAccount": own } },
    }),
    "one access point of its own": allow({ AWS: "*" }, "*", {
      Condition: { ArnLike: { "s3:DataAccessPointArn": `arn:aws:s3:eu-central-1:${own}:accesspoint/files` } },
    }),
    "a denial": allow(root(other), "s3:*", { Effect: "Deny" }),
    "an account that the provider names": both(
      set("Bucket main", "account", JSON.stringify([["allowedAccountIds", [other]]])),
      allow(root(other), "s3:PutBucketPolicy"),
    ),
  },
  unknown: { "the policy": { change: set("BucketPolicy main", "policy", notKnown), at: "Bucket main" } },
});
