import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

/** Paths of PEM files. */
export interface CertificateFiles {
  certificate: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;

/**
 * Makes a server certificate for `localhost` and `127.0.0.1`, valid for 30 days, in the directory; the key is
 * readable by its owner only. It signs itself and is no authority, so whoever trusts it trusts this one server.
 */
export async function makeCertificate(directory: string): Promise<CertificateFiles> {
  const now = Date.now();
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + VALID_DAYS * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  await mkdir(directory, { recursive: true });
  const files = { certificate: join(directory, "certificate.pem"), key: join(directory, "key.pem") };
  await writeFile(files.certificate, made.cert);
  await writeFile(files.key, made.private, { mode: 0o600 });
  return files;
}
