import { coverageOf } from "../../buckets/objects-covered";
import { bucketRule } from "../../framework/rule";
import { denialsOfPlainHttp } from "../../iam/plain-http";

/** Reading old versions, tags and settings is reading too. */
const actions = ["s3:*"];

export const rule = bucketRule(__filename, {
  what: "Every bucket's policy denies requests without TLS",
  why: "over plain HTTP, files and signatures can be read and replayed by whoever is on the way",
  fix: "Deny s3:* on the bucket and its objects to everyone with Bool aws:SecureTransport false",
  controls: ["FSBP S3.5", "CIS 3.0.0 2.1.1"],
  document: {
    title: "Amazon S3 User Guide, Protecting data in transit with encryption",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryptionInTransit.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    const { policy } = bucket;
    if (policy === undefined) {
      yield "has no policy that denies requests without TLS";
      return;
    }
    const denials = denialsOfPlainHttp(policy.statements);
    const { objects, bucket: itself } = coverageOf(denials, bucket, actions);
    if (objects && itself) return;
    const missing =
      denials.length === 0
        ? "does not deny requests without TLS"
        : itself
          ? "denies requests without TLS to the bucket, but not every action on every object"
          : objects
            ? "denies requests without TLS to the objects, but not every action on the bucket"
            : "denies some requests without TLS, but not every action on the bucket and on every object";
    yield { message: missing, at: policy.from };
  },
});
