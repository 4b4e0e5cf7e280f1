import type { Caller, Exchange } from "../../tools/sandbox/audit/exchange";

export const alice: Caller = {
  type: "AssumedRole",
  id: "AROAEXAMPLE:alice",
  arn: "arn:aws:sts::123456789012:assumed-role/uploader/alice",
  account: "123456789012",
  key: "ASIAEXAMPLE",
  role: { name: "uploader", arn: "arn:aws:iam::123456789012:role/uploader", id: "AROAEXAMPLE" },
  since: "2026-01-02T03:00:00Z",
};

export const signedFor = (service: string, region = "eu-central-1"): string =>
  `AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20260102/${region}/${service}/aws4_request, SignedHeaders=host, Signature=abc`;

/** A signed upload that succeeded, but for what is given. */
export const exchange = (given: Partial<Exchange> = {}): Exchange => ({
  time: new Date("2026-01-02T03:04:05.678Z"),
  method: "PUT",
  url: "/acme-main/uploads/alice/report.pdf",
  headers: { host: "127.0.0.1:4566", authorization: signedFor("s3"), "user-agent": "aws-cli/2" },
  remoteAddress: "127.0.0.1",
  tls: { version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384" },
  bytesIn: 1000,
  body: "",
  caller: alice,
  status: 200,
  answerHeaders: { "x-amz-request-id": "R1", "x-amz-version-id": "v1", "x-amz-id-2": "ID2" },
  bytesOut: 0,
  answer: "",
  ...given,
});
