import * as v from "valibot";
import { defaults } from "../../components/internal/defaults";
import { limits, rangeText } from "../../components/internal/limits";
import { isOrigin } from "../../components/secure-bucket/validation";
import { figure, key, whole } from "../key";

/** What the API allows its callers. */
export const apiKeys = {
  "coffer:layout": key<"per-caller" | "shared">({
    schema: v.picklist(["per-caller", "shared"]),
    meaning: "Whether callers upload below their own name only.",
    allowed: "per-caller (uploads land below the caller's name) or shared",
    example: "coffer:layout: per-caller",
    byDefault: () => "per-caller",
  }),
  "coffer:origins": key<readonly string[]>({
    schema: v.array(v.pipe(v.string(), v.check(isOrigin))),
    meaning: "The web pages that can use the API and the bucket from a browser (CORS).",
    allowed:
      "a list of the web pages that may use API and bucket from a browser, each by scheme and host (https://files.example.com)",
    example: "coffer:origins:\n  - https://files.example.com",
    byDefault: () => [],
  }),
  "coffer:urlSeconds": figure(limits.urlSeconds, {
    what: "the longest life of a presigned URL in seconds",
    meaning: "The longest lifetime of a presigned URL.",
    unit: "seconds",
    example: "coffer:urlSeconds: 900",
    byDefault: () => defaults.api.urlSeconds,
  }),
  "coffer:resumeDays": figure(limits.resumeDays, {
    what: "days, fewer than the lifecycle's abortIncompleteUploadDays",
    meaning: "How long an unfinished upload can be resumed.",
    unit: "days",
    example: "coffer:resumeDays: 3",
    byDefault: () => defaults.bucket.resumeDays,
  }),
  "coffer:largestObject": figure(limits.largestObject, {
    what: "the largest object that may be uploaded, in bytes",
    meaning: "The size of the largest object that can be uploaded.",
    unit: "bytes",
    example: "coffer:largestObject: 1099511627776",
    byDefault: () => defaults.api.largestObject,
  }),
  "coffer:openUploads": figure(limits.openUploads, {
    what: "the most uploads in progress of one caller",
    meaning: "How many uploads one caller can have in progress.",
    unit: "uploads",
    example: "coffer:openUploads: 1000",
    byDefault: () => defaults.api.openUploads,
  }),
  "coffer:throttle": key<{ rate: number; burst: number }>({
    schema: v.strictObject({ rate: whole(limits.throttleRate), burst: whole(limits.throttleBurst) }),
    meaning: "The throttle of each route, over all callers.",
    allowed: `requests of one route a second (rate, ${rangeText(limits.throttleRate)}) and at once (burst, ${rangeText(limits.throttleBurst)})`,
    unit: "requests a second (rate), requests at once (burst)",
    example: "coffer:throttle:\n  rate: 20\n  burst: 20",
    byDefault: () => defaults.api.throttle,
  }),
  "coffer:concurrency": key<number | undefined>({
    schema: v.optional(whole(limits.concurrency)),
    meaning: "The reserved concurrency of each of the API's three functions.",
    allowed: `executions of each function at once, ${rangeText(limits.concurrency)}; as many as coffer:throttle lets in, or more`,
    unit: "executions",
    example: "coffer:concurrency: 110",
    byDefault: () => undefined,
    defaultText: "what `coffer:throttle` lets through: 110, 110 and 30 with its default",
  }),
};
