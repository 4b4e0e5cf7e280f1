import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutObjectLegalHoldCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

interface Locked {
  /** Whether the bucket has a lock: then governance retention is bypassed, and legal holds are taken off. */
  readonly locked: boolean;
}

const describe = ({ Key, VersionId }: ObjectIdentifier) => `${Key} (version ${VersionId})`;

/**
 * Takes the legal hold off a version that the batch did not delete, and deletes it. The provider does not bypass governance
 * here: a version that has both is deleted by the next destroy.
 */
const deleteHeld = async (s3: S3Client, Bucket: string, { Key, VersionId }: ObjectIdentifier): Promise<void> => {
  await s3.send(new PutObjectLegalHoldCommand({ Bucket, Key, VersionId, LegalHold: { Status: "OFF" } }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
};

/**
 * Deletes every version and delete marker of a bucket, as AWS's provider does for `forceDestroy`
 * (terraform-provider-aws, `internal/service/s3/delete.go`). Throws what S3 says of a version that it keeps.
 */
export const emptyBucket = async (s3: S3Client, Bucket: string, { locked }: Locked): Promise<void> => {
  for (;;) {
    // From the beginning each time: what was listed is gone.
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId })).slice(0, 1000);
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects, Quiet: true },
        ...(locked ? { BypassGovernanceRetention: true } : {}),
      }),
    );
    for (const { Key, VersionId, Code, Message } of Errors) {
      const version = { Key, VersionId };
      const why = `S3 keeps ${describe(version)} of ${Bucket}: ${Code}: ${Message}`;
      if (!locked || Code !== "AccessDenied") throw new Error(why);
      await deleteHeld(s3, Bucket, version).catch((cause: unknown) => {
        throw new Error(`${why} Destroy again if it had a legal hold; a compliance lock ends with its days only.`, {
          cause,
        });
      });
    }
  }
};
