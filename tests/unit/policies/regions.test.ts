import { notKnown } from "../../../policies/framework/values";
import { add, resource, set, testRule } from "../../support/policies";

const parameters = { allowed: ["eu-central-1", "eu-west-1"] };
const queue = "aws:sqs/queue:Queue";

testRule("regions-allowed", {
  compliant: [
    resource("pulumi:pulumi:Stack", "files-dev", {}),
    resource(queue, "here", { region: "eu-central-1" }),
    resource("aws:iam/role:Role", "global", { region: "us-east-1" }),
    resource("aws:wafv2/webAcl:WebAcl", "cdn", { region: "us-east-1", scope: "CLOUDFRONT" }),
  ],
  violations: {
    "another region": {
      change: set("Queue here", "region", "us-east-1"),
      parameters,
      at: "Queue here",
      message: "is in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "one that only looks allowed": {
      change: set("Queue here", "region", "eu-central-2"),
      parameters,
      at: "Queue here",
      message: "is in eu-central-2; allowed are eu-central-1, eu-west-1",
    },
    "one of two": {
      change: add(resource(queue, "there", { region: "ap-south-1" })),
      parameters: { allowed: ["eu-central-1"] },
      at: "Queue there",
      message: "is in ap-south-1; allowed are eu-central-1",
    },
    "a resolver, of a service that is global otherwise": {
      change: add(resource("aws:route53/resolverEndpoint:ResolverEndpoint", "out", { region: "us-east-1" })),
      parameters,
      at: "ResolverEndpoint out",
      message: "is in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "a trust anchor, which has no such argument": {
      change: add(resource("aws:rolesanywhere/trustAnchor:TrustAnchor", "ca", { region: "us-east-1" })),
      parameters,
      at: "TrustAnchor ca",
      message: "is in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "a service that nobody here has heard of": {
      change: add(resource("aws:novel/thing:Thing", "new", { region: "us-east-1" })),
      parameters,
      at: "Thing new",
      message: "is in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "a firewall of a region": {
      change: set("WebAcl cdn", "scope", "REGIONAL"),
      parameters,
      at: "WebAcl cdn",
      message: "is in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "a snapshot's copy": {
      change: add(resource("aws:rds/snapshotCopy:SnapshotCopy", "more", { destinationRegion: "us-east-1" })),
      parameters,
      at: "SnapshotCopy more",
      message: "has a copy in us-east-1; allowed are eu-central-1, eu-west-1",
    },
    "an image's copy, in a block": {
      change: add(
        resource("aws:imagebuilder/distributionConfiguration:DistributionConfiguration", "more", {
          distributions: [{ region: "eu-west-1" }, { region: "ap-south-1" }],
        }),
      ),
      parameters,
      at: "DistributionConfiguration more",
      message: "has a copy in ap-south-1; allowed are eu-central-1, eu-west-1",
    },
  },
  harmless: {
    "a copy in an allowed region": {
      change: add(resource("aws:redshift/snapshotCopy:SnapshotCopy", "more", { destinationRegion: "eu-west-1" })),
      parameters,
    },
    "another region, where none is asked for": set("Queue here", "region", "us-east-1"),
    "a zone": {
      change: add(resource("aws:route53/zone:Zone", "main", { region: "us-east-1" })),
      parameters,
    },
    "a setting of the whole account, of a service of regions": {
      change: add(resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "all", { region: "us-east-1" })),
      parameters,
    },
    "a notification hub's settings": {
      change: add(resource("aws:notifications/eventRule:EventRule", "all", { region: "us-east-1" })),
      parameters,
    },
    "another provider's resource": {
      change: add(resource("random:index/randomPet:RandomPet", "name", { region: "us-east-1" })),
      parameters,
    },
    "a second allowed one": { change: set("Queue here", "region", "eu-west-1"), parameters },
  },
  unknown: {
    "a region": { change: set("Queue here", "region", notKnown), at: "Stack files-dev", parameters },
  },
});
