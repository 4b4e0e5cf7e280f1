import { notKnown } from "../../../policies/framework/values";
import { both, findingsOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const at = "Distribution cdn";
const api = (more: object) => ({ originId: "api", domainName: "api.example.com", customOriginConfig: more });
const tls = { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] };
const wrong = (path: string, to: unknown, message: string) => ({ change: set(at, path, to), at, message });
const viewers = (policy: string) => set(at, "defaultCacheBehavior.viewerProtocolPolicy", policy);

testRule("cloudfront-https", {
  compliant: [
    resource("aws:cloudfront/distribution:Distribution", "cdn", {
      origins: [
        api(tls),
        { originId: "site", domainName: "b.s3.eu-central-1.amazonaws.com", originAccessControlId: "E1" },
      ],
      defaultCacheBehavior: { targetOriginId: "site", viewerProtocolPolicy: "redirect-to-https" },
      orderedCacheBehaviors: [{ pathPattern: "/api/*", targetOriginId: "api", viewerProtocolPolicy: "https-only" }],
    }),
  ],
  violations: {
    "viewers over HTTP": wrong(
      "defaultCacheBehavior.viewerProtocolPolicy",
      "allow-all",
      "answers plain HTTP in the default behaviour",
    ),
    "viewers over HTTP at one path": wrong(
      "orderedCacheBehaviors.0.viewerProtocolPolicy",
      "allow-all",
      "answers plain HTTP in the behaviour for /api/*",
    ),
    "an origin over HTTP": wrong(
      "origins.0",
      api({ ...tls, originProtocolPolicy: "http-only" }),
      "asks the origin api over plain HTTP",
    ),
    "an origin with SSLv3": wrong(
      "origins.0",
      api({ ...tls, originSslProtocols: ["SSLv3", "TLSv1.2"] }),
      "asks the origin api with SSLv3, which is broken",
    ),
  },
  harmless: {
    "an origin as its viewers, who have HTTPS only": set(
      at,
      "origins.0",
      api({ ...tls, originProtocolPolicy: "match-viewer" }),
    ),
    "no further behaviours": set(at, "orderedCacheBehaviors", undefined),
  },
  unknown: {
    "the behaviour": { change: set(at, "defaultCacheBehavior", notKnown), at },
    "the origins": { change: set(at, "origins", notKnown), at },
    "the origin's protocol": { change: set(at, "origins.0.customOriginConfig.originProtocolPolicy", notKnown), at },
  },
});

test("an origin as its viewers, who may have HTTP, is asked over HTTP", () => {
  const change = both(
    viewers("allow-all"),
    set(at, "origins.0", api({ ...tls, originProtocolPolicy: "match-viewer" })),
  );
  const stack = change([resource("aws:cloudfront/distribution:Distribution", "cdn", { origins: [api(tls)] })]);
  expect(findingsOf(ruleCalled("cloudfront-https"), stack)).toEqual([
    `violation ${at}: answers plain HTTP in the default behaviour`,
    `violation ${at}: asks the origin api over plain HTTP where the viewer does`,
  ]);
});
