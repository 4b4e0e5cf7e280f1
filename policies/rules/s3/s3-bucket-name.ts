import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Bucket names follow the team's pattern",
  why: "a name with a dot breaks TLS for virtual-hosted requests, and one without a pattern tells nobody whose it is",
  fix: "Name the bucket company-environment-region-purpose, in lower case and without dots",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, General purpose bucket naming rules",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  },
  severity: "low",
  level: "advisory",
  parameters: {
    pattern: {
      type: "string",
      format: "regex",
      default: "^[a-z0-9]+(-[a-z0-9]+){2,}$",
      description: "The regular expression that every name must fit",
    },
  },
  *check(bucket, { parameters: { pattern } }) {
    const { inputs } = bucket.resource;
    const name = bucket.name ?? inputs.text("bucketPrefix")?.replace(/-$/, "");
    if (name === undefined) yield "has no name of its own";
    else if (!new RegExp(pattern).test(name)) yield `is called ${name}, which does not fit ${pattern}`;
  },
});
