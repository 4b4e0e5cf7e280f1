import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const publicAcls = new Set(["public-read", "public-read-write", "authenticated-read"]);

/** The two groups that anyone can be in: `authenticated-read` is every AWS account of the world. */
const publicGroups = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

const uriOf = (grant: Values): string | undefined => grant.text("uri") ?? grant.one("grantee")?.text("uri");

export const rule = resourceRule(__filename, {
  what: "No ACL makes a bucket or an object public",
  why: "a public ACL lets anyone on the internet read, or write, with no account and no trace of who it was",
  fix: "Leave acl and grants out, and set aws.s3.BucketOwnershipControls to BucketOwnerEnforced",
  controls: ["FSBP S3.2", "FSBP S3.3", "FSBP S3.12"],
  document: {
    title: "Amazon S3 User Guide, Access control list (ACL) overview",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
  },
  severity: "critical",
  level: "mandatory",
  types: [
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
  ],
  *check({ inputs }) {
    const acl = inputs.text("acl");
    if (acl !== undefined && publicAcls.has(acl)) yield `has the ACL ${acl}`;
    const grants = [...inputs.many("grants"), ...(inputs.one("accessControlPolicy")?.many("grants") ?? [])];
    for (const grant of grants) {
      const [, group] = publicGroups.exec(uriOf(grant) ?? "") ?? [];
      if (group !== undefined) yield `grants access to ${group}`;
    }
  },
});
