import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

/** Where a behaviour stands, in the words of a finding. */
const nameOf = (behaviour: Values, isDefault: boolean): string =>
  isDefault ? "the default behaviour" : `the behaviour for ${behaviour.text("pathPattern") ?? "?"}`;

const allowsHttp = (behaviour: Values): boolean => behaviour.text("viewerProtocolPolicy") === "allow-all";

export const rule = resourceRule(__filename, {
  what: "CloudFront speaks HTTPS only, with viewers and with origins",
  why: "over plain HTTP, files, cookies and signed URLs can be read and changed on the way, and what an origin sent is kept and served to everybody",
  fix: "Set viewerProtocolPolicy to redirect-to-https or https-only, and originProtocolPolicy of a customOriginConfig to https-only, with TLSv1.2",
  controls: ["FSBP CloudFront.3", "FSBP CloudFront.9", "FSBP CloudFront.10"],
  document: {
    title: "Amazon CloudFront Developer Guide, Use HTTPS with CloudFront",
    url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudfront/distribution:Distribution"],
  *check({ inputs }) {
    const behaviours = [
      ...inputs.many("defaultCacheBehavior").map((one) => ({ one, name: nameOf(one, true) })),
      ...inputs.many("orderedCacheBehaviors").map((one) => ({ one, name: nameOf(one, false) })),
    ];
    const open = behaviours.filter(({ one }) => allowsHttp(one));
    for (const { name } of open) yield `answers plain HTTP in ${name}`;
    for (const origin of inputs.many("origins")) {
      const custom = origin.one("customOriginConfig");
      if (custom === undefined) continue;
      const name = `the origin ${origin.isKnown("originId") ? origin.text("originId") : "?"}`;
      const policy = custom.text("originProtocolPolicy");
      if (policy === "http-only") yield `asks ${name} over plain HTTP`;
      // What the viewer's own protocol decides is HTTPS where viewers have no other.
      else if (policy === "match-viewer" && open.length > 0) yield `asks ${name} over plain HTTP where the viewer does`;
      if (custom.texts("originSslProtocols").includes("SSLv3")) yield `asks ${name} with SSLv3, which is broken`;
    }
  },
});
