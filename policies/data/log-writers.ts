/**
 * The service principals by which AWS services write logs into a bucket. No package has them.
 *
 * Collected by hand, as of 2026-11-27, from: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"; AWS Config Developer
 * Guide, "Permissions for the Amazon S3 bucket"; Amazon CloudWatch Logs User Guide, "Enable logging from AWS services" and
 * "Exporting log data to Amazon S3"; Elastic Load Balancing User Guide, "Enable access logs"; Amazon S3 User Guide,
 * "Enabling Amazon S3 server access logging".
 */
export const logWriters: readonly string[] = [
  "cloudtrail.amazonaws.com",
  "config.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "logging.s3.amazonaws.com",
  "logs.amazonaws.com",
];
