import { isAnyOrigin } from "../../apis/cors-origin";
import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "CORS names the origins that it allows",
  why: "with * any web page can use the presigned URLs that its visitor holds, and read the answers",
  fix: "Name each origin in allowedOrigins, such as https://files.example.com",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Using cross-origin resource sharing (CORS)",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
  },
  severity: "medium",
  level: "mandatory",
  *check(bucket) {
    for (const { from, origins } of bucket.corsRules)
      for (const origin of origins.filter(isAnyOrigin)) yield { message: `allows CORS from ${origin}`, at: from };
  },
});
