import { type Owner, refuseAll } from "../../internal/argument-errors";
import { defaults } from "../../internal/defaults";
import type { Lifecycle } from "../args";
import { LifecycleError, lifecycleRules } from "./presets";
import type { LifecycleRule } from "./rules";

/** For a bucket that asks for nothing: current versions stay, what nobody needs any more goes. */
const cleanup: LifecycleRule = {
  id: "cleanup",
  prefix: "",
  noncurrentDays: defaults.bucket.noncurrentDays,
  abortIncompleteUploadDays: defaults.bucket.abortIncompleteUploadDays,
  expiredDeleteMarkers: true,
};

/** The rules that a bucket asks for. Refuses options that a preset cannot have. */
export const rulesOf = (owner: Owner, lifecycle: Lifecycle | undefined): readonly LifecycleRule[] => {
  if (lifecycle === undefined) return [cleanup];
  if (typeof lifecycle === "object" && "rules" in lifecycle) return lifecycle.rules;
  const { preset, ...options } = typeof lifecycle === "string" ? { preset: lifecycle } : lifecycle;
  try {
    return lifecycleRules(preset, options);
  } catch (error) {
    if (error instanceof LifecycleError) refuseAll(owner, [`lifecycle: ${error.message}`]);
    throw error;
  }
};

/** Whether the rules are meant for the whole bucket, so that all of it must be cleaned up. */
export const coversBucket = (lifecycle: Lifecycle | undefined): boolean =>
  typeof lifecycle !== "object" || "rules" in lifecycle || (lifecycle.prefix ?? "") === "";
