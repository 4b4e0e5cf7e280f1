import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lifecycleRules } from "../../components/secure-bucket/lifecycle/presets";
import {
  type LifecycleRule,
  toLifecycleArgs,
  transitionDefaultMinimumObjectSize,
} from "../../components/secure-bucket/lifecycle/rules";

const args = (rule: Partial<LifecycleRule>) => toLifecycleArgs([{ id: "r", prefix: "", ...rule }])[0];

describe("toLifecycleArgs", () => {
  test("a preset, in full", () => {
    expect(toLifecycleArgs(lifecycleRules("app", { prefix: "a/", expireDays: 365, newestNoncurrent: 2 }))).toEqual([
      {
        id: "app-move-a/",
        status: "Enabled",
        filter: { and: { prefix: "a/", objectSizeGreaterThan: 131_071 } },
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
      },
      { id: "app-expire-a/", status: "Enabled", filter: { prefix: "a/" }, expiration: { days: 365 } },
      {
        id: "app-cleanup-a/",
        status: "Enabled",
        filter: { prefix: "a/" },
        expiration: { expiredObjectDeleteMarker: true },
        noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 2 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  test("the filter has exactly one member, and an `and` exactly two", () => {
    expect(args({ expireDays: 1 })?.filter).toStrictEqual({ prefix: "" });
    expect(args({ expireDays: 1, prefix: "a/" })?.filter).toStrictEqual({ prefix: "a/" });
    expect(args({ expireDays: 1, largerThan: 0 })?.filter).toStrictEqual({ objectSizeGreaterThan: 0 });
    expect(args({ expireDays: 1, prefix: "a/", largerThan: 0 })?.filter).toStrictEqual({
      and: { prefix: "a/", objectSizeGreaterThan: 0 },
    });
  });

  test("moves of noncurrent versions count from when they were replaced", () => {
    expect(args({ noncurrentTransitions: [{ days: 0, storageClass: "GLACIER" }] })).toStrictEqual({
      id: "r",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionTransitions: [{ noncurrentDays: 0, storageClass: "GLACIER" }],
    });
  });

  test("days and delete markers are never sent in one expiration", () => {
    expect(args({ expireDays: 5, expiredDeleteMarkers: true })?.expiration).toStrictEqual({ days: 5 });
  });

  test("nothing is sent that was not asked for", () => {
    const rule = args({ transitions: [], noncurrentTransitions: [], expiredDeleteMarkers: false });
    expect(Object.keys(rule ?? {})).toEqual(["id", "status", "filter"]);
  });

  test("rules are copied, not shared", () => {
    const transitions = [{ days: 0, storageClass: "GLACIER" }] as const;
    expect(args({ transitions })?.transitions).toEqual(transitions);
    expect(args({ transitions })?.transitions).not.toBe(transitions);
  });

  test("S3's own least size is one that S3 knows by that name", () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
    expect(["all_storage_classes_128K", "varies_by_storage_class"]).toContain(transitionDefaultMinimumObjectSize);
  });
});

test("the core is pure: it imports nothing of Pulumi at run time", () => {
  const folder = join(__dirname, "../../components/secure-bucket/lifecycle");
  // What reads a bucket's arguments refuses them as components do, and belongs to Pulumi.
  const files = readdirSync(folder).filter((file) => file !== "of-bucket.ts");
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
  const imports = texts.flatMap((text) => text.match(/^import .*@pulumi.*$/gm) ?? []);
  expect(imports).toEqual(['import type * as aws from "@pulumi/aws";']);
});
