import { escapeUri } from "@smithy/core/protocols";
import { type Bucket, objectPath } from "./bucket";

/** Adds a delete marker; the versions stay. Gives the marker's own version. */
export const hideObject = async (bucket: Bucket, key: string): Promise<string | undefined> => {
  const { headers } = await bucket.send({ method: "DELETE", path: objectPath(key), repeatable: false });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Removes one version or delete marker for good. */
export const removeVersion = async (bucket: Bucket, key: string, versionId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { versionId } });
};

/** Copies a version onto its own key, inside S3; at most 5 GiB. Gives the new version. */
export const copyVersion = async (
  bucket: Bucket,
  copy: {
    readonly bucketName: string;
    readonly key: string;
    readonly versionId: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<string | undefined> => {
  const { headers } = await bucket.send({
    method: "PUT",
    path: objectPath(copy.key),
    headers: {
      "x-amz-copy-source": `/${copy.bucketName}${objectPath(copy.key)}?versionId=${escapeUri(copy.versionId)}`,
      ...copy.headers,
    },
    repeatable: false,
    slow: true,
  });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Asks Glacier for a copy that can be read for some days. */
export const restoreArchived = async (
  bucket: Bucket,
  key: string,
  request: { readonly versionId?: string | undefined; readonly days: number; readonly tier: string },
): Promise<void> => {
  const version = request.versionId === undefined ? {} : { versionId: request.versionId };
  await bucket.send({
    method: "POST",
    path: objectPath(key),
    query: { restore: "", ...version },
    headers: { "content-type": "application/xml" },
    body: `<RestoreRequest xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Days>${request.days}</Days><GlacierJobParameters><Tier>${request.tier}</Tier></GlacierJobParameters></RestoreRequest>`,
  });
};
