import { requiredVariable } from "../aws/variable";
import type { Role } from "./routes";

/**
 * What an API function is built with: plain values that are known before deployment, so that its bytes are the same
 * in a preview and in an update. What is known only after deployment is in {@link ApiEnvironment}.
 */
export interface ApiConfig {
  /** Where all objects of the API live in the bucket. Ends in `/`. */
  readonly prefix: string;
  /** `per-caller`: uploads land in `prefix` + caller + `/`. `shared`: anywhere below `prefix`. */
  readonly layout: "per-caller" | "shared";
  /** Maximum lifetime of a presigned URL, in seconds. */
  readonly urlSeconds: number;
  /** The same of a URL whose holder may replace an object with other bytes: `overwrite` without a checksum. */
  readonly overwriteUrlSeconds: number;
  /** The largest object that may be uploaded, in bytes. */
  readonly largestObject: number;
  /** The most uploads in progress of one caller. */
  readonly openUploads: number;
  /** Files that one caller may plan: per second, at once, and the minimum that one request counts for. */
  readonly planning: { readonly perSecond: number; readonly burst: number; readonly perRequest: number };
  /** Days for which an upload can be resumed. */
  readonly resumeDays: number;
  /** The longest a role session lasts, in seconds. */
  readonly sessionSeconds: number;
  /** The IAM role names that may call, and what each is. Any other principal is refused. */
  readonly roleNames: Readonly<Record<string, Role>>;
}

/** What the function's environment variables tell it, all known only after deployment. */
export interface ApiEnvironment {
  readonly region: string;
  readonly bucket: string;
  /** The KMS key with which every upload must be encrypted, as an ARN. */
  readonly keyArn: string;
  /** The role that a URL is signed with, assumed in the caller's name. */
  readonly presignerArn: string;
  /** The table of uploads in progress, as an ARN. */
  readonly uploadsTableArn: string;
  /** The function that records an object in the index, as an ARN. */
  readonly recorderArn: string;
}

/** The names of the environment variables, for the component that sets them. */
export const environmentNames = {
  bucket: "COFFER_BUCKET",
  keyArn: "COFFER_KEY_ARN",
  presignerArn: "COFFER_PRESIGNER_ARN",
  uploadsTableArn: "COFFER_UPLOADS_TABLE_ARN",
  recorderArn: "COFFER_RECORDER_ARN",
} as const satisfies Record<Exclude<keyof ApiEnvironment, "region">, string>;

/** Reads {@link ApiEnvironment} from a function's environment. Throws if a variable is missing. */
export const readEnvironment = (environment: NodeJS.ProcessEnv): ApiEnvironment => ({
  region: requiredVariable(environment, "AWS_REGION"),
  bucket: requiredVariable(environment, environmentNames.bucket),
  keyArn: requiredVariable(environment, environmentNames.keyArn),
  presignerArn: requiredVariable(environment, environmentNames.presignerArn),
  uploadsTableArn: requiredVariable(environment, environmentNames.uploadsTableArn),
  recorderArn: requiredVariable(environment, environmentNames.recorderArn),
});
