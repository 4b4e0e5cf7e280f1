import { keyIn } from "../../framework/own-key";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every log group is encrypted with a customer managed key",
  why: "logs name people, files and addresses, and without a key of its own nobody can take that from whoever may read logs",
  fix: "Set kmsKeyId to a key whose policy admits logs.REGION.amazonaws.com",
  controls: [],
  document: {
    title: "Amazon CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  *check(group) {
    if (keyIn(group, "kmsKeyId") !== "own") yield "is not encrypted with a key of its own";
  },
});
