import * as v from "valibot";
import { defaults } from "../../components/internal/defaults";
import { limits, rangeText } from "../../components/internal/limits";
import { complianceWords, type Lifecycle, type ObjectLock } from "../../components/secure-bucket/args";
import { figure, key, whole } from "../key";

const lock = v.union([
  v.strictObject({ mode: v.literal("governance"), days: whole(limits.lockDays) }),
  v.strictObject({
    mode: v.literal("compliance"),
    days: whole(limits.lockDays),
    confirm: v.literal(complianceWords),
  }),
]);
const lockAllowed = `mode governance or compliance, days ${rangeText(limits.lockDays)}; compliance cannot be undone, and needs confirm: ${complianceWords}`;

const presets = v.picklist(["app", "backup", "dataLake", "logs"]);
const number = v.exactOptional(v.number());
const moves = v.exactOptional(
  v.array(
    v.strictObject({
      days: v.number(),
      storageClass: v.picklist(["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    }),
  ),
);
// The figures' ranges, which depend on each other, are checked by the component: its error names the rule.
const lifecycle = v.union([
  presets,
  v.strictObject({
    preset: presets,
    prefix: v.exactOptional(v.string()),
    expireDays: number,
    noncurrentDays: number,
    newestNoncurrent: number,
    abortIncompleteUploadDays: number,
    smallestMoved: number,
  }),
  v.strictObject({
    rules: v.array(
      v.strictObject({
        id: v.string(),
        prefix: v.string(),
        largerThan: number,
        transitions: moves,
        expireDays: number,
        noncurrentDays: number,
        newestNoncurrent: number,
        noncurrentTransitions: moves,
        abortIncompleteUploadDays: number,
        expiredDeleteMarkers: v.exactOptional(v.boolean()),
      }),
    ),
  }),
]);
const lifecycleAllowed =
  "a preset (app, backup, dataLake or logs), { preset, prefix, expireDays, noncurrentDays, newestNoncurrent, " +
  "abortIncompleteUploadDays, smallestMoved }, or { rules }, each rule with id, prefix and what docs/storage.md lists";

/** What happens to files, and for how long they are kept. */
export const fileKeys = {
  "coffer:lifecycle": key<Lifecycle>({
    schema: lifecycle,
    meaning: "The storage classes of the main bucket's objects over time, and when objects and old versions expire.",
    allowed: lifecycleAllowed,
    unit: "days; smallestMoved and largerThan in bytes",
    example: "coffer:lifecycle:\n  preset: app\n  expireDays: 365\n  noncurrentDays: 30",
    byDefault: () => "app",
  }),
  "coffer:vaultLifecycle": key<Lifecycle>({
    schema: lifecycle,
    meaning: "The same for the copies in the standby vault.",
    allowed: lifecycleAllowed,
    unit: "days; smallestMoved and largerThan in bytes",
    example: "coffer:vaultLifecycle: backup",
    byDefault: () => "backup",
  }),
  "coffer:mainLock": key<ObjectLock | undefined>({
    schema: v.optional(lock),
    meaning:
      "How long Object Lock protects every version in the main bucket from deletion, also from a custodian. A lock can be set " +
      "only when the bucket is created and cannot be removed later. S3 then requires a checksum for every upload: name " +
      "`checksum` in `POST /uploads`, and send `Content-MD5` with each part of an upload in parts.",
    allowed: lockAllowed,
    unit: "days",
    example: "coffer:mainLock:\n  mode: governance\n  days: 7",
    byDefault: () => undefined,
    defaultText: "no lock",
  }),
  "coffer:objectLock": key<ObjectLock>({
    schema: lock,
    meaning:
      "How long Object Lock protects every version in the standby vault and in the trail's bucket from deletion.",
    allowed: `how long vault and trail keep every version: ${lockAllowed}`,
    unit: "days",
    example: "coffer:objectLock:\n  mode: governance\n  days: 7",
    byDefault: () => defaults.vault.objectLock,
  }),
  "coffer:accessLogDays": figure(limits.accessLogDays, {
    what: "days",
    meaning:
      "How long the S3 server access logs of the stack's own region are kept. They move to Glacier after 90 days.",
    unit: "days",
    example: "coffer:accessLogDays: 365",
    byDefault: () => defaults.logs.accessLogDays,
  }),
  "coffer:protect": key<boolean>({
    schema: v.boolean(),
    meaning: "Whether `pulumi destroy` is refused (true), or deletes the stack with all of its files (false).",
    allowed: "true or false: whether pulumi destroy is refused, or deletes the stack with all of its files",
    example: "coffer:protect: true",
    byDefault: () => true,
  }),
};
