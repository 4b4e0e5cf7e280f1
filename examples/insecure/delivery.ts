import * as aws from "@pulumi/aws";
import { site } from "./buckets";

new aws.cloudfront.Distribution("delivery", {
  enabled: true,
  origins: [
    // Reads the bucket as anyone would: the bucket has to be public.
    { originId: "files", domainName: site.bucketRegionalDomainName },
    // Goes through the website endpoint, over plain HTTP.
    {
      originId: "pages",
      domainName: "example-site.s3-website.eu-central-1.amazonaws.com",
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "http-only",
        originSslProtocols: ["TLSv1"],
      },
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: "files",
    viewerProtocolPolicy: "allow-all",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    forwardedValues: { queryString: false, cookies: { forward: "none" } },
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
