import { escapeUriPath } from "@smithy/core/protocols";
import { bucketEndpoint, serviceEndpoint } from "../endpoint";
import {
  type AwsAnswer,
  type AwsRequest,
  type CredentialSource,
  type Credentials,
  send,
  signerFor,
  toHttpRequest,
  toUrl,
} from "../request";
import { staysHeader } from "./headers";

export interface PresignRequest extends AwsRequest {
  /** Seconds from `at` until the URL expires. */
  readonly expiresIn: number;
  readonly at: Date;
}

/**
 * One bucket as one session reaches it, by S3's REST API
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html). The functions below are what the API needs of it;
 * each throws `AwsError` with S3's own code.
 */
export interface Bucket {
  /** A URL that does this one request and no other. Whoever uses it must send every header of `request`. */
  readonly presign: (request: PresignRequest) => Promise<string>;
  readonly send: (request: AwsRequest) => Promise<AwsAnswer>;
}

/** Opens a bucket with a session's credentials. Keep it: the signer caches its derived key. */
export const openBucket = (
  place: { readonly bucket: string; readonly region: string; readonly environment: NodeJS.ProcessEnv },
  credentials: Credentials | CredentialSource,
): Bucket => {
  const signer = signerFor("s3", place.region, credentials);
  const endpoint = bucketEndpoint(serviceEndpoint("s3", place.region, place.environment), place.bucket);
  return {
    presign: async ({ expiresIn, at: signingDate, ...request }) => {
      const prepared = toHttpRequest(endpoint, request);
      prepared.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      return toUrl(await signer.presign(prepared, { expiresIn, signingDate, unhoistableHeaders: staysHeader }));
    },
    send: (request) => send(signer, endpoint, request),
  };
};

/** The path of an object below its bucket. */
export const objectPath = (key: string): string => `/${escapeUriPath(key)}`;
