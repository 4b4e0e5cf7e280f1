import { createHash } from "node:crypto";
import { defaults } from "../../internal/defaults";
import { inRange, limits, type Range, rangeText } from "../../internal/limits";
import type { LifecycleRule, StorageClass, Transition } from "./rules";
import { lifecycleLimits, prefixProblem } from "./storage-classes";

/**
 * What a bucket is for, and so what becomes of its objects:
 *
 * - `app`: Standard-IA after 30 days, Glacier after 90; expires only if `expireDays` says so (365 is usual).
 * - `backup`: Glacier after 14 days.
 * - `dataLake`: `raw/` goes to Standard-IA after 30 days and Glacier after 90; `processed/` to Standard-IA after 60 and
 *   Glacier Instant Retrieval after 180, still readable at once; `curated/`, which is read unpredictably, to
 *   Intelligent-Tiering at once.
 * - `logs`: Glacier after 90 days, in which logs are searched; expires after 365.
 */
export type LifecyclePreset = "app" | "backup" | "dataLake" | "logs";

export interface LifecycleOptions {
  /** Limits the preset to keys that begin with this, ending in `/`; for `dataLake` its folders are below. Default: `""`. */
  readonly prefix?: string;
  /** Days until the current version expires, later than the preset's last move. Default: 365 for `logs`, else never. */
  readonly expireDays?: number;
  /** Days that a replaced or deleted version is kept, 1 to 36,500. Default: 90. */
  readonly noncurrentDays?: number;
  /** How many of the newest such versions are kept for longer, 1 to 100. Default: none. */
  readonly newestNoncurrent?: number;
  /** Days until an upload that nobody completes is aborted, 1 to 365. Default: 7. */
  readonly abortIncompleteUploadDays?: number;
  /** Bytes of the smallest object that moves. Default: 128 KiB, below which a move costs more than it saves. */
  readonly smallestMoved?: number;
}

/** An option that S3 would refuse, or that would not do what it says. The message names it and says why. */
export class LifecycleError extends Error {
  override readonly name = "LifecycleError";
}

interface Preset {
  readonly layers: readonly { readonly folder: string; readonly transitions: readonly Transition[] }[];
  readonly expireDays?: number;
}

const move = (days: number, storageClass: StorageClass): Transition => ({ days, storageClass });

const presets: Readonly<Record<LifecyclePreset, Preset>> = {
  app: { layers: [{ folder: "", transitions: [move(30, "STANDARD_IA"), move(90, "GLACIER")] }] },
  backup: { layers: [{ folder: "", transitions: [move(14, "GLACIER")] }] },
  dataLake: {
    layers: [
      { folder: "raw/", transitions: [move(30, "STANDARD_IA"), move(90, "GLACIER")] },
      { folder: "processed/", transitions: [move(60, "STANDARD_IA"), move(180, "GLACIER_IR")] },
      { folder: "curated/", transitions: [move(0, "INTELLIGENT_TIERING")] },
    ],
  },
  logs: { layers: [{ folder: "", transitions: [move(90, "GLACIER")] }], expireDays: 365 },
};

const defaultSmallestMoved = 128 * 1024;

/** Legible, and unique for a prefix: what an id may not hold, or has no room for, is told apart by a digest. */
const ruleId = (preset: LifecyclePreset, job: string, prefix: string): string => {
  if (prefix === "") return `${preset}-${job}`;
  const legible = prefix.replaceAll(/[^\w./-]/g, "-").slice(0, 120);
  const digest = createHash("sha256").update(prefix).digest("hex").slice(0, 8);
  return `${preset}-${job}-${legible === prefix ? prefix : `${legible}-${digest}`}`;
};

const checkRange = (option: keyof LifecycleOptions, value: number | undefined, range: Range): void => {
  if (value === undefined || inRange(value, range)) return;
  throw new LifecycleError(`${option} is ${value}; give ${rangeText(range)}.`);
};

const checkPrefix = (prefix: string, folders: readonly string[]): void => {
  for (const folder of ["", ...folders]) {
    const problem = prefixProblem(prefix + folder);
    if (problem !== undefined)
      throw new LifecycleError(`prefix ${problem}${folder && ` (with "${folder}" below it)`}.`);
  }
  if (prefix !== "" && !prefix.endsWith("/")) {
    const given = JSON.stringify(prefix);
    throw new LifecycleError(`prefix is ${given}; end it with "/", or it also covers keys such as ${prefix}-2/x.`);
  }
};

const checkExpiry = (preset: LifecyclePreset, expireDays: number, { layers }: Preset): void => {
  const last = layers.flatMap(({ transitions }) => transitions).toSorted((a, b) => b.days - a.days)[0];
  if (last === undefined || expireDays > last.days) return;
  const why = `${preset} moves objects to ${last.storageClass} after ${last.days} days, and S3 expires them only later`;
  throw new LifecycleError(`expireDays is ${expireDays}; give more than ${last.days}: ${why}.`);
};

/**
 * The rules of a preset: one for each folder that moves, one that expires if anything does, and one that clears away
 * old versions, unfinished uploads and leftover delete markers. Moves are a rule of their own because only they look
 * at the size, and always look at it: the provider fails when a filter gains or loses a size (terraform-provider-aws
 * #42547). The same input gives the same rules. They cover `prefix` and nothing outside of it.
 *
 * Throws a `LifecycleError` that names the option at fault.
 */
export const lifecycleRules = (preset: LifecyclePreset, options: LifecycleOptions = {}): LifecycleRule[] => {
  if (!Object.hasOwn(presets, preset)) {
    throw new LifecycleError(`preset is ${JSON.stringify(preset)}; give one of ${Object.keys(presets).join(", ")}.`);
  }
  const chosen = presets[preset];
  const { prefix = "", expireDays = chosen.expireDays, newestNoncurrent } = options;
  const { noncurrentDays = defaults.bucket.noncurrentDays, smallestMoved = defaultSmallestMoved } = options;
  const { abortIncompleteUploadDays = defaults.bucket.abortIncompleteUploadDays } = options;

  const folders = chosen.layers.map(({ folder }) => folder);
  checkPrefix(prefix, folders);
  checkRange("expireDays", expireDays, lifecycleLimits.expireDays);
  checkRange("noncurrentDays", noncurrentDays, lifecycleLimits.noncurrentDays);
  checkRange("newestNoncurrent", newestNoncurrent, lifecycleLimits.newestNoncurrent);
  checkRange("abortIncompleteUploadDays", abortIncompleteUploadDays, lifecycleLimits.abortIncompleteUploadDays);
  checkRange("smallestMoved", smallestMoved, limits.objectSize);
  if (expireDays !== undefined) checkExpiry(preset, expireDays, chosen);

  const moves = chosen.layers.map(({ folder, transitions }) => ({
    id: ruleId(preset, "move", prefix + folder),
    prefix: prefix + folder,
    largerThan: smallestMoved - 1,
    transitions,
  }));
  const expiry = expireDays === undefined ? [] : [{ id: ruleId(preset, "expire", prefix), prefix, expireDays }];
  const cleanup = {
    id: ruleId(preset, "cleanup", prefix),
    prefix,
    noncurrentDays,
    ...(newestNoncurrent !== undefined && { newestNoncurrent }),
    abortIncompleteUploadDays,
    expiredDeleteMarkers: true,
  };
  return [...moves, ...expiry, cleanup];
};
