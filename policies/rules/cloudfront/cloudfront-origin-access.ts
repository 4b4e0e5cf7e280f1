import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const bucketDomain = /(^|\.)s3([.-][a-z0-9-]+)?(\.dualstack\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;
const websiteDomain = /\.s3-website[.-][a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** What is wrong with one origin of a distribution. */
const problem = (origin: Values): string | undefined => {
  const domain = origin.isKnown("domainName")
    ? (origin.text("domainName") ?? "").trim().toLowerCase().replace(/\.+$/, "")
    : "";
  if (websiteDomain.test(domain)) return "is a bucket's website endpoint, which must be public";
  if (!bucketDomain.test(domain)) {
    // A name that is not known yet is a bucket's if the origin says so, or else it cannot be told.
    if (origin.one("s3OriginConfig") === undefined) {
      if (origin.one("customOriginConfig") === undefined) origin.raw("domainName");
      return undefined;
    }
  }
  if (!origin.isKnown("originAccessControlId") || origin.text("originAccessControlId")) return undefined;
  const identity = origin.one("s3OriginConfig");
  const legacy =
    identity !== undefined && (!identity.isKnown("originAccessIdentity") || identity.text("originAccessIdentity"));
  return legacy
    ? "uses an origin access identity, which cannot read SSE-KMS objects"
    : "reads a bucket without origin access control";
};

const controlType = "aws:cloudfront/originAccessControl:OriginAccessControl";

export const rule = resourceRule(__filename, {
  what: "CloudFront reads buckets through origin access control",
  why: "without it the bucket has to be public for CloudFront to read it, and everyone can go round CloudFront",
  fix: "Make an aws.cloudfront.OriginAccessControl and set the origin's originAccessControlId to its id",
  controls: ["FSBP CloudFront.13"],
  document: {
    title: "Amazon CloudFront Developer Guide, Restrict access to an Amazon S3 origin",
    url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudfront/distribution:Distribution", controlType],
  *check({ inputs, type }) {
    if (type === controlType) {
      const behavior = inputs.text("signingBehavior");
      if (behavior === "never") yield "never signs requests, so that the bucket has to be public";
      // AWS recommends `always` (the document below, "Advanced settings for origin access control").
      else if (behavior === "no-override")
        yield "does not sign a request that brings its own Authorization header, so that viewers choose who reads";
      return;
    }
    for (const origin of inputs.many("origins")) {
      const wrong = problem(origin);
      if (wrong !== undefined)
        yield `has the origin ${origin.isKnown("originId") ? origin.text("originId") : "?"}, which ${wrong}`;
    }
  },
});
