import { defaults } from "../../../../components/internal/defaults";
import { type AccessModel, keyIdKey } from "../access-model";
import { accountAdministrator } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";
import { places } from "./objects";

type Context = Readonly<Record<string, string | null>>;

const algorithm = "s3:x-amz-server-side-encryption";
const oldest = defaults.bucket.signatureAgeSeconds * 1000;

/** How a request arrives. */
const transports: readonly (readonly [string, Context])[] = [
  ["TLS 1.3", { "s3:TlsVersion": "1.3" }],
  ["TLS 1.2", { "s3:TlsVersion": "1.2" }],
  ["TLS 1.1", { "s3:TlsVersion": "1.1" }],
  ["plain HTTP", { "aws:SecureTransport": "false", "s3:TlsVersion": null }],
  [`a signature ${oldest / 1000} s old`, { "s3:signatureAge": String(oldest) }],
  [`a signature ${oldest / 1000} s and 1 ms old`, { "s3:signatureAge": String(oldest + 1) }],
];

/** What an upload asks for, beside the right headers. */
const encryptions = ({ account, region }: AccessModel): readonly (readonly [string, Context])[] => [
  ["no encryption header", { [algorithm]: null, [keyIdKey]: null }],
  ["the key, but no algorithm", { [algorithm]: null }],
  ["SSE-S3 (AES256)", { [algorithm]: "AES256", [keyIdKey]: null }],
  ["aws:kms without a key", { [keyIdKey]: null }],
  ["aws:kms with another key", { [keyIdKey]: `arn:aws:kms:${region}:${account}:key/another` }],
  ["aws:kms:dsse with the right key", { [algorithm]: "aws:kms:dsse" }],
  ["a key of the caller's own (SSE-C)", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }],
];

const requests = (model: AccessModel): AccessRequest[] => {
  const { main, buckets } = model;
  const own = places(model).filter(({ on }) => on === "own prefix");
  const put = ([given, context]: readonly [string, Context]): AccessRequest[] =>
    own.map((place) => ({ action: "s3:PutObject", ...place, given, context: { ...main.rightHeaders, ...context } }));
  const get = ([given, context]: readonly [string, Context]): AccessRequest[] =>
    own.map((place) => ({ action: "s3:GetObject", ...place, given, context }));
  return [
    ...put(["the right encryption", {}]),
    ...encryptions(model).flatMap(put),
    ...transports.flatMap(put),
    ...transports.flatMap(get),
    ...buckets.flatMap(({ name, arn }) =>
      transports
        .filter(([given]) => given === "plain HTTP" || given === "TLS 1.1")
        .map(([given, context]) => ({
          action: "s3:ListBucket",
          on: `bucket ${name}`,
          resource: arn,
          given,
          context: { ...context, "s3:prefix": model.prefix },
        })),
    ),
  ];
};

/** How a request must arrive, and what an upload must ask for. */
export const encryption: Section = {
  name: "encryption",
  title: "Encryption and transport",
  about:
    "How a request must arrive, and what an upload must ask for, whoever asks. Uploads carry the right headers, TLS 1.3 " +
    "and a fresh signature but for what the row says.",
  labels: requestLabels,
  rows: (model) => grid([...model.sessions, accountAdministrator(model)], requests(model)),
};
