import { coversBucket, coversObjects } from "../../buckets/coverage";
import { bucketRule } from "../../framework/rule";
import { deniesPlainHttp } from "../../iam/plain-http";

const actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"];

export const rule = bucketRule(__filename, {
  what: "Every bucket's policy denies requests without TLS",
  why: "over plain HTTP, files and signatures can be read and replayed by whoever is on the way",
  fix: "Deny s3:* on the bucket and its objects to everyone with Bool aws:SecureTransport false",
  controls: ["FSBP S3.5", "CIS 3.0.0 2.1.1"],
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    const { policy } = bucket;
    if (policy === undefined) {
      yield "has no policy that denies requests without TLS";
      return;
    }
    const denials = policy.statements.filter((statement) => deniesPlainHttp(statement, actions));
    if (denials.length === 0) yield { message: "does not deny requests without TLS", at: policy.from };
    else if (!denials.some((denial) => coversObjects(denial, bucket.name)))
      yield { message: "denies requests without TLS to the bucket, but not to its objects", at: policy.from };
    else if (!denials.some((denial) => coversBucket(denial, bucket.name)))
      yield { message: "denies requests without TLS to the objects, but not to the bucket", at: policy.from };
  },
});
