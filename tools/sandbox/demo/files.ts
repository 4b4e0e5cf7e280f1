import { createCipheriv, createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectDirectory } from "../../graph/evaluate";

export interface DemoFile {
  readonly key: string;
  readonly content: Buffer;
}

const zeros = (length: number): Buffer => Buffer.alloc(length);

/** Bytes that do not compress and are the same in every run: the key stream of AES with a key of zeros. */
const generated = (length: number): Buffer => createCipheriv("aes-256-ctr", zeros(32), zeros(16)).update(zeros(length));

/** A real file of a few hundred kB, which goes up in one piece, and one of 20 MiB, which goes up in parts. */
export const demoFiles = async (): Promise<{ small: DemoFile; large: DemoFile }> => ({
  small: { key: "reports/package-lock.json", content: await readFile(join(projectDirectory, "package-lock.json")) },
  large: { key: "backups/generated.bin", content: generated(20 * 1024 ** 2) },
});

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

export const sizeText = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${Math.round(bytes / 1000)} kB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
