import { objectPath } from "../aws/s3/bucket";
import { listObjects } from "../aws/s3/lists";
import type { ApiConfig } from "./config";
import { keyToWrite } from "./object-keys";
import { partCount, partSizeFor } from "./part-plan";
import type { Access } from "./platform";
import { Problem } from "./problem";
import type { BodyOf } from "./routes";

/** What is refused before anything is planned. */

/** Characters of an answer: Lambda takes 6 MB of it. */
const answerRoom = 5_800_000;

/** Characters of a presigned URL beside its path; most of them are the session's token. */
const urlOverhead = 2_400;

/** One file of a request. */
export type UploadItem = BodyOf<"createUploads">["uploads"][number] & { readonly fullKey: string };

/** The files of a request with their full keys. Throws for the first that may not be uploaded. */
export const checkItems = (
  config: ApiConfig,
  caller: string,
  items: BodyOf<"createUploads">["uploads"],
): UploadItem[] => {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const field = (name: string) => `uploads.${index}.${name}`;
    if (item.size > config.largestObject)
      throw new Problem("too-large", `an object may have ${config.largestObject} bytes; this has ${item.size}`, {
        field: field("size"),
        limit: config.largestObject,
      });
    if (item.checksum?.algorithm === "SHA256" && partSizeFor(item.size) !== undefined)
      throw new Problem(
        "invalid-request",
        "S3 has no full-object SHA256 for multipart uploads; use CRC64NVME or CRC32C",
        {
          field: field("checksum.algorithm"),
        },
      );
    const fullKey = keyToWrite(config, caller, item.key, field("key"));
    if (seen.has(fullKey))
      throw new Problem("invalid-request", "the request names the same key twice", { field: field("key") });
    seen.add(fullKey);
    return { ...item, fullKey };
  });
};

/** S3 has the last word when the object arrives; asking first saves sending what it would refuse. */
export const refuseExisting = async ({ bucket }: Access, items: readonly UploadItem[]): Promise<void> => {
  await Promise.all(
    items.map(async ({ fullKey, overwrite }, index) => {
      if (overwrite) return;
      const [object] = (await listObjects(bucket, { prefix: fullKey, limit: 1 })).objects;
      if (object?.key === fullKey)
        throw new Problem("exists-already", "an object with this key exists", { field: `uploads.${index}.key` });
    }),
  );
};

/** Refuses what is more than one caller may plan: files a second, or uploads in progress. Costs one call of DynamoDB. */
export const refuseTooMany = async (config: ApiConfig, { ledger }: Access, more: number): Promise<void> => {
  const admission = await ledger.admit(more);
  if (admission === "admitted") return;
  if ("inProgress" in admission) throw tooMany(config, admission.inProgress, more);
  const { perSecond, burst, perRequest } = config.planning;
  throw new Problem(
    "rate-limited",
    `a caller may plan ${burst} files at once and ${perSecond} a second; a request counts for ${perRequest} at least`,
    { limit: perSecond, retryAfterSeconds: admission.waitSeconds },
  );
};

export const tooMany = ({ openUploads: limit }: ApiConfig, inProgress: number, more: number): Problem =>
  new Problem("too-many-uploads", `${inProgress} uploads are in progress; with ${more} more it is too many`, {
    limit,
    retryAfterSeconds: 60,
  });

/** Refuses a batch whose URLs would not fit into an answer. */
export const refuseTooLarge = (items: readonly UploadItem[]): void => {
  const room = items.reduce(
    (sum, { size, fullKey }) => sum + partCount(size) * (objectPath(fullKey).length + urlOverhead),
    0,
  );
  if (room > answerRoom)
    throw new Problem("too-large", "the response would be too large; name fewer files or smaller ones", {
      field: "uploads",
    });
};
