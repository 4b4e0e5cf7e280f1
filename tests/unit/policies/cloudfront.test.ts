import { notKnown } from "../../../policies/framework/values";
import { bucketName, goodBucket } from "../../support/bucket-fixtures";
import { add, both, from, resource, set, testRule } from "../../support/policies";

const domain = `${bucketName("site")}.s3.eu-central-1.amazonaws.com`;

testRule("cloudfront-origin-access", {
  compliant: [
    ...goodBucket("site"),
    resource("aws:cloudfront/distribution:Distribution", "cdn", {
      origins: [{ originId: "site", domainName: from("Bucket site", domain), originAccessControlId: "E1" }],
    }),
  ],
  violations: {
    "no control": {
      change: set("Distribution cdn", "origins.0.originAccessControlId", undefined),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
    "no control, and a domain in capitals": {
      change: both(
        set("Distribution cdn", "origins.0.originAccessControlId", undefined),
        set("Distribution cdn", "origins.0.domainName", "SITE.S3.eu-central-1.AmazonAWS.com"),
      ),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
    "no control, and a domain with a dot at its end": {
      change: both(
        set("Distribution cdn", "origins.0.originAccessControlId", undefined),
        set("Distribution cdn", "origins.0.domainName", "site.s3.eu-central-1.amazonaws.com."),
      ),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
    "a control that lets viewers sign": {
      change: add(
        resource("aws:cloudfront/originAccessControl:OriginAccessControl", "site", { signingBehavior: "no-override" }),
      ),
      at: "OriginAccessControl site",
      message: "does not sign a request that brings its own Authorization header, so that viewers choose who reads",
    },
    "a control that never signs": {
      change: add(
        resource("aws:cloudfront/originAccessControl:OriginAccessControl", "site", { signingBehavior: "never" }),
      ),
      at: "OriginAccessControl site",
      message: "never signs requests, so that the bucket has to be public",
    },
    "an empty control": {
      change: set("Distribution cdn", "origins.0.originAccessControlId", ""),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
    "the older identity": {
      change: set("Distribution cdn", "origins.0", {
        originId: "site",
        domainName: domain,
        s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E2" },
      }),
      at: "Distribution cdn",
      message: "has the origin site, which uses an origin access identity, which cannot read SSE-KMS objects",
    },
    "a global name": {
      change: set("Distribution cdn", "origins.0", { originId: "site", domainName: "b.s3.amazonaws.com" }),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
    "a website": {
      change: set("Distribution cdn", "origins.0", {
        originId: "site",
        domainName: "b.s3-website.eu-central-1.amazonaws.com",
        customOriginConfig: { originProtocolPolicy: "http-only" },
      }),
      at: "Distribution cdn",
      message: "has the origin site, which is a bucket's website endpoint, which must be public",
    },
    "a bucket whose name is not known yet": {
      change: set("Distribution cdn", "origins.0", {
        originId: "site",
        domainName: notKnown,
        s3OriginConfig: { originAccessIdentity: "" },
      }),
      at: "Distribution cdn",
      message: "has the origin site, which reads a bucket without origin access control",
    },
  },
  harmless: {
    "a server that is no bucket": set("Distribution cdn", "origins.0", {
      originId: "api",
      domainName: "api.example.com",
      customOriginConfig: {},
    }),
    "a control that is not known yet": set("Distribution cdn", "origins.0.originAccessControlId", notKnown),
  },
  unknown: {
    "the origins": { change: set("Distribution cdn", "origins", notKnown), at: "Distribution cdn" },
    "what an origin is": {
      change: set("Distribution cdn", "origins.0", { originId: "a", domainName: notKnown }),
      at: "Distribution cdn",
    },
  },
});
