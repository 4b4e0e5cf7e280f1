import type { ObjectHead } from "../aws/s3/object";
import { Problem } from "./problem";

/** What Glacier's storage classes take (Amazon S3 User Guide, "Archive retrieval options"). */

const hours: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GLACIER: { expedited: "1 to 5 minutes", standard: "3 to 5 hours", bulk: "5 to 12 hours" },
  DEEP_ARCHIVE: { standard: "up to 12 hours", bulk: "up to 48 hours" },
};

/** Whether an object of this class is read only after a copy was asked for. */
export const isArchived = (storageClass: string): boolean => Object.hasOwn(hours, storageClass);

/** How long a copy takes; undefined for a tier that the class does not have. */
export const retrievalTime = (storageClass: string, tier: string): string | undefined => hours[storageClass]?.[tier];

/** What it is charged for, in words: prices differ by region and change. */
export const retrievalCost =
  "AWS charges for each request and each GB; faster tiers cost more. The restored copy is billed at S3 Standard's price until it expires";

/** Why an archived object cannot be read now; undefined if it can. */
export const archivedProblem = ({
  storageClass,
  restore,
}: Pick<ObjectHead, "storageClass" | "restore">): Problem | undefined => {
  if (!isArchived(storageClass) || restore?.inProgress === false) return undefined;
  const state = restore === undefined ? "no restore was requested" : "a restore is in progress";
  return new Problem("archived", `the object is in ${storageClass}: ${state}`, { field: "key" });
};
