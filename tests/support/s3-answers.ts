/** What S3 answers, written out from its API reference. Keys in listings are URL-encoded, as `encoding-type=url` asks. */

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export const initiated = (uploadId: string): string =>
  `${xml}<InitiateMultipartUploadResult ${namespace}><Bucket>acme-files</Bucket><Key>uploads/alice/big.bin</Key><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`;

/** Parts as [number, ETag, size]; `next` is where the following page begins. */
export const partList = (parts: readonly (readonly [number, string, number])[], next?: number): string =>
  `${xml}<ListPartsResult ${namespace}><Bucket>acme-files</Bucket><Key>uploads/alice/big.bin</Key><UploadId>upload-1</UploadId><StorageClass>STANDARD</StorageClass><PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>${next ?? parts.length}</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>${next !== undefined}</IsTruncated>${parts
    .map(
      ([number, etag, size]) =>
        `<Part><PartNumber>${number}</PartNumber><LastModified>2026-01-15T11:59:00.000Z</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size></Part>`,
    )
    .join("")}</ListPartsResult>`;

export const completed = `${xml}<CompleteMultipartUploadResult ${namespace}><Location>https://acme-files.s3.eu-central-1.amazonaws.com/uploads/alice/big.bin</Location><Bucket>acme-files</Bucket><Key>uploads/alice/big.bin</Key><ETag>&quot;3858f62230ac3c915f300c664312c11f-3&quot;</ETag></CompleteMultipartUploadResult>`;

/** Objects as [encoded key, size, when they were last modified]. */
export const objectList = (
  objects: readonly (readonly [string, number, string?])[],
  more: { readonly next?: string; readonly prefixes?: readonly string[] } = {},
): string =>
  `${xml}<ListBucketResult ${namespace}><Name>acme-files</Name><Prefix>uploads/</Prefix><KeyCount>${objects.length}</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${more.next !== undefined}</IsTruncated>${more.next === undefined ? "" : `<NextContinuationToken>${more.next}</NextContinuationToken>`}${objects
    .map(
      ([key, size, lastModified = "2026-01-14T09:30:00.000Z"]) =>
        `<Contents><Key>${key}</Key><LastModified>${lastModified}</LastModified><ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    )
    .join("")}${(more.prefixes ?? [])
    .map((prefix) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`)
    .join("")}</ListBucketResult>`;

/** A version or a delete marker of a listing. */
interface VersionEntry {
  /** URL-encoded, as the listing asks for. */
  readonly key?: string;
  readonly id: string;
  readonly marker?: true;
  readonly latest?: true;
  readonly storageClass?: string;
  /** The content of `RestoreStatus`. */
  readonly restore?: string;
}

/** Versions in the order given, the newest first; `next` is the version that a cut page ends with, and its key. */
export const versionList = (entries: readonly VersionEntry[], next?: readonly [key: string, id: string]): string =>
  `${xml}<ListVersionsResult ${namespace}><Name>acme-files</Name><Prefix>uploads/alice/report+1.pdf</Prefix><KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker>${next === undefined ? "" : `<NextKeyMarker>${next[0]}</NextKeyMarker><NextVersionIdMarker>${next[1]}</NextVersionIdMarker>`}<MaxKeys>100</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${next !== undefined}</IsTruncated>${entries
    .map(({ key = "uploads/alice/report+1.pdf", id, marker, latest = false, storageClass = "STANDARD", restore }) => {
      const common = `<Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>2026-01-14T09:30:00.000Z</LastModified>`;
      const owner = "<Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner>";
      const status = restore === undefined ? "" : `<RestoreStatus>${restore}</RestoreStatus>`;
      return marker
        ? `<DeleteMarker>${common}${owner}</DeleteMarker>`
        : `<Version>${common}<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>4096</Size>${owner}<StorageClass>${storageClass}</StorageClass>${status}</Version>`;
    })
    .join("")}</ListVersionsResult>`;

/** The headers of HEAD. */
export const head = {
  "content-length": "4096",
  "content-type": "application/pdf",
  etag: '"9b2cf535f27731c974343645a3985328"',
  "last-modified": "Wed, 14 Jan 2026 09:30:00 GMT",
  "x-amz-version-id": "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo",
} as const;

/** The body of an error, as S3 sends it. */
export const errorXml = (code: string, message: string): string =>
  `${xml}<Error><Code>${code}</Code><Message>${message}</Message><RequestId>656c76696e6727732072657175657374</RequestId><HostId>Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7/C1NPcfTWAtRPfTaOFg==</HostId></Error>`;
