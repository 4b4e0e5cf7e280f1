import { randomBytes, randomInt } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import type { CertificateFiles } from "./certificate";
import { deployedNode } from "./function-node";

/** A long-lived access key. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

const KEY_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A random access key in the shape of AWS's own: an id of 20 characters and a secret of 40. */
export function makeAccessKey(): AccessKey {
  const letters = Array.from({ length: 16 }, () => KEY_ID_ALPHABET.charAt(randomInt(KEY_ID_ALPHABET.length)));
  return { accessKeyId: `AKIA${letters.join("")}`, secretAccessKey: randomBytes(30).toString("base64url") };
}

/** What the emulator's process is told. */
export interface EmulatorSettings {
  /** A temporary folder of the emulator's own, for everything that it writes. */
  directory: string;
  region: string;
  accountId: string;
  root: AccessKey;
  tls: CertificateFiles;
  /** The port that functions and URLs are to name. @default the emulator's own */
  publicPort: number | undefined;
  /** The folder that keeps the state from one run to the next. @default nothing is kept */
  persist: string | undefined;
}

/**
 * The whole environment of the emulator's process, and so of the functions that it runs: nothing of the user's own
 * but PATH and the language. The supervisor adds `GATEWAY_PORT` and `AWS_ENDPOINT_URL`, with the public port.
 */
export function emulatorEnvironment(settings: EmulatorSettings): Record<string, string> {
  const { directory, tls, root, persist, publicPort } = settings;
  const state = persist ?? directory;
  const kept = persist === undefined ? "0" : "1";
  return {
    // The functions run on the `node` that is found first: the deployed one where this machine has it, or this one.
    PATH: [dirname(deployedNode() ?? process.execPath), process.env.PATH ?? "/usr/bin:/bin"].join(delimiter),
    HOME: join(directory, "home"),
    TMPDIR: join(directory, "tmp"),
    LANG: process.env.LANG ?? "C.UTF-8",
    LOG_LEVEL: "INFO",
    BIND_HOST: "127.0.0.1",
    USE_SSL: "1",
    MINISTACK_SSL_CERT: tls.certificate,
    MINISTACK_SSL_KEY: tls.key,
    NODE_EXTRA_CA_CERTS: tls.certificate,
    AWS_CA_BUNDLE: tls.certificate,
    AUTH: "true",
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    MINISTACK_ACCOUNT_ID: settings.accountId,
    MINISTACK_REGION: settings.region,
    LAMBDA_EXECUTOR: "local",
    // Listeners of their own, on every interface.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    PERSIST_STATE: kept,
    STATE_DIR: join(state, "state"),
    S3_PERSIST: kept,
    S3_DATA_DIR: join(state, "s3"),
    ...(publicPort === undefined ? {} : { PUBLIC_PORT: String(publicPort) }),
  };
}

/**
 * What a plain AWS SDK or CLI needs to find the emulator and trust it: no credentials. To be laid over an environment
 * without `AWS_` variables of its own, for `AWS_PROFILE` or `AWS_ENDPOINT_URL_S3` would win over it.
 */
export function clientEnvironment(
  endpoint: string,
  region: string,
  certificate: string,
  directory: string,
): Record<string, string> {
  const direct = [process.env.NO_PROXY ?? process.env.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CA_BUNDLE: certificate,
    CURL_CA_BUNDLE: certificate,
    NODE_EXTRA_CA_CERTS: certificate,
    AWS_EC2_METADATA_DISABLED: "true",
    // Files that do not exist: the user's own profiles, endpoints and credentials stay out of the sandbox.
    AWS_CONFIG_FILE: join(directory, "home", ".aws", "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, "home", ".aws", "credentials"),
    NO_PROXY: direct,
    no_proxy: direct,
  };
}
