import { createHash } from "node:crypto";
import { Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";
import type { Checksum } from "../../functions/records/contract";

/** A file's checksum, by AWS's own implementations. */
export const checksumOf = async (algorithm: Checksum["algorithm"], content: Uint8Array): Promise<Checksum> => {
  if (algorithm === "SHA256") return { algorithm, value: createHash("sha256").update(content).digest("base64") };
  const crc = algorithm === "CRC32C" ? new Crc32c() : new Crc64Nvme();
  crc.update(content);
  return { algorithm, value: Buffer.from(await crc.digest()).toString("base64") };
};
