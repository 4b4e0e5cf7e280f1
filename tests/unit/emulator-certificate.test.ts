import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CertificateFiles, makeCertificate } from "../../tools/sandbox/emulator/certificate";

let folder: string;
let files: CertificateFiles;
let certificate: X509Certificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coffer-certificate-"));
  files = await makeCertificate(join(folder, "tls"));
  certificate = new X509Certificate(await readFile(files.certificate));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("speaks for localhost and 127.0.0.1 and for nothing else", () => {
  expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
});

test("is no authority: who trusts it trusts one server, not what its key might sign", () => {
  expect(certificate.ca).toBe(false);
  // In DER: basicConstraints, critical, and empty, which is to say no authority.
  expect(certificate.raw.toString("hex")).toContain("0603551d130101ff04023000");
});

test("is valid now, and for a month at the most", () => {
  const days = (text: string) => (Date.parse(text) - Date.now()) / (24 * 60 * 60 * 1000);
  expect(days(certificate.validFrom)).toBeLessThan(0);
  expect(days(certificate.validTo)).toBeGreaterThan(1);
  expect(days(certificate.validTo)).toBeLessThanOrEqual(31);
});

test("comes with a key that only its owner can read", async () => {
  expect((await stat(files.key)).mode & 0o777).toBe(0o600);
});

test("is another one each time", async () => {
  const other = await makeCertificate(join(folder, "other"));
  expect(await readFile(other.key, "utf8")).not.toBe(await readFile(files.key, "utf8"));
});
