import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Encrypted by an alias, which S3 resolves in the account of whoever uploads. */
const reports = new aws.s3.Bucket("reports", { bucket: "example-dev-reports" });
new aws.s3.BucketServerSideEncryptionConfiguration("reports", {
  bucket: reports.id,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/reports" } }],
});

/** Receives access logs, and its policy admits S3's delivery for another bucket only. */
const logs = new aws.s3.Bucket("logs", { bucket: "example-dev-logs" });
new aws.s3.BucketPolicy("logs", {
  bucket: logs.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DeliverLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${logs.arn}/*`,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::example-prod-*" } },
      },
    ],
  }),
});
new aws.s3.BucketLogging("reports", { bucket: reports.id, targetBucket: logs.id, targetPrefix: "reports/" });

/** Two queues of one name: AWS makes one. */
new aws.sqs.Queue("mail", { name: "example-dev-mail" });
new aws.sqs.Queue("mail-again", { name: "example-dev-mail" });
