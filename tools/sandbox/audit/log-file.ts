import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { TrailRecord } from "./record";

/** Records as CloudTrail files them. */
export interface LogFile {
  readonly key: string;
  readonly content: Uint8Array;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Sixteen letters and digits. */
const uniqueText = (): string => [...randomBytes(16)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");

/**
 * The file for one region's records, by CloudTrail's naming:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export const logFile = (
  records: readonly TrailRecord[],
  place: { readonly accountId: string; readonly region: string; readonly prefix: string },
  time: Date,
): LogFile => {
  const { accountId, region, prefix } = place;
  const [date = "", clock = ""] = time.toISOString().split("T");
  const minute = `${date.replaceAll("-", "")}T${clock.slice(0, 5).replace(":", "")}Z`;
  const folder = `AWSLogs/${accountId}/CloudTrail/${region}/${date.replaceAll("-", "/")}`;
  const name = `${accountId}_CloudTrail_${region}_${minute}_${uniqueText()}.json.gz`;
  return {
    key: `${prefix === "" ? "" : `${prefix}/`}${folder}/${name}`,
    content: gzipSync(JSON.stringify({ Records: records })),
  };
};
