import { randomUUID } from "node:crypto";
import { apiOperation, recordedServices } from "./api-operation";
import type { Exchange } from "./exchange";
import { userIdentity } from "./identity";
import { isUnauthenticated, refusalOf } from "./refusal";
import { type S3Operation, s3Operation } from "./s3-operation";
import { addressOf, type Credential, credentialOf } from "./signed-request";

/** A resource that a request touched; for a listing, the beginning of its objects' ARNs. */
export interface RecordedResource {
  readonly type: "AWS::S3::Object" | "AWS::S3::Bucket";
  readonly ARN?: string;
  readonly ARNPrefix?: string;
  readonly accountId?: string;
}

/**
 * A record as CloudTrail writes it:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailRecord {
  readonly eventVersion: "1.11";
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly RecordedResource[];
  readonly eventType: "AwsApiCall";
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: "Data" | "Management";
  readonly tlsDetails: Readonly<Record<string, string>>;
}

/** Where the emulator is. */
export interface Place {
  readonly accountId: string;
  /** The region of requests that name none. */
  readonly region: string;
}

const readOnly = (eventName: string): boolean =>
  /^(Get|Head|List|Describe|Lookup|Select)/.test(eventName) && !/^Get(FederationToken|SessionToken)$/.test(eventName);

/** Whole seconds, as CloudTrail has them. */
const timeText = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** Headers of S3's own; never what authorises. */
const amzHeaders = (headers: Exchange["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) =>
        /^x-amz-(?!security-token|content-sha256|date|sdk-|id-2|request-id|user-agent|te$)/.test(name),
      )
      .filter(([name]) => !name.includes("customer-key"))
      .map(([name, value]) => [name, String(value)]),
  );

const credentialParameters = new Set(["X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-Credential", "x-id"]);

const s3Fields = (exchange: Exchange, operation: S3Operation, credential: Credential | undefined, account: string) => {
  const { bucket, key, eventName, category } = operation;
  const query = [...addressOf(exchange.url).query].filter(([name]) => !credentialParameters.has(name));
  const objects = `arn:aws:s3:::${bucket}/`;
  const bucketResource = { type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}`, accountId: account } as const;
  const objectResource = {
    type: "AWS::S3::Object",
    ...(key ? { ARN: objects + key } : { ARNPrefix: objects }),
  } as const;
  const resources: readonly RecordedResource[] =
    category === "Data" ? [objectResource, bucketResource] : bucket ? [bucketResource] : [];
  return {
    eventSource: "s3.amazonaws.com",
    eventName,
    userAgent: `[${exchange.headers["user-agent"] ?? ""}]`,
    requestParameters: {
      ...Object.fromEntries(query),
      ...amzHeaders(exchange.headers),
      ...(bucket ? { bucketName: bucket } : {}),
      Host: exchange.headers.host ?? "",
      ...(key ? { key } : {}),
    },
    responseElements: readOnly(eventName) || exchange.status >= 400 ? null : amzHeaders(exchange.answerHeaders),
    additionalEventData: {
      ...(credential ? { SignatureVersion: "SigV4", AuthenticationMethod: credential.method } : {}),
      CipherSuite: exchange.tls.cipher,
      bytesTransferredIn: exchange.bytesIn,
      bytesTransferredOut: exchange.bytesOut,
      "x-amz-id-2": String(exchange.answerHeaders["x-amz-id-2"] ?? ""),
    },
    resources,
    category,
  };
};

/** What is particular to the service; undefined for what is not recorded. */
const fieldsOf = (exchange: Exchange, credential: Credential | undefined, account: string) => {
  const { method, url, headers, body } = exchange;
  // Only S3 has anonymous callers.
  const service = credential?.service ?? "s3";
  if (service === "s3") {
    const operation = s3Operation(method, url, headers);
    return operation && s3Fields(exchange, operation, credential, account);
  }
  if (!recordedServices.has(service)) return undefined;
  const operation = apiOperation({ url, target: headers["x-amz-target"]?.toString(), body });
  return (
    operation && {
      eventSource: `${service}.amazonaws.com`,
      eventName: operation.eventName,
      userAgent: headers["user-agent"] ?? "",
      requestParameters: operation.parameters,
      // They may hold secrets, such as a new session's.
      responseElements: null,
      category: "Management" as const,
    }
  );
};

/** The record of a request; undefined for one that CloudTrail would not record, whatever a trail selects. */
export const recordOf = (exchange: Exchange, { accountId, region }: Place): TrailRecord | undefined => {
  const credential = credentialOf(exchange);
  const refusal = refusalOf(exchange);
  if (refusal && isUnauthenticated(refusal)) return undefined;
  if (credential && !exchange.caller) return undefined;
  const fields = fieldsOf(exchange, credential, accountId);
  if (fields === undefined) return undefined;
  const { category, eventSource, eventName, userAgent, requestParameters, responseElements, ...rest } = fields;
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(exchange.caller),
    eventTime: timeText(exchange.time),
    eventSource,
    eventName,
    awsRegion: credential?.region || region,
    sourceIPAddress: exchange.remoteAddress,
    userAgent,
    ...refusal,
    requestParameters,
    responseElements,
    ...rest,
    requestID: String(exchange.answerHeaders["x-amz-request-id"] ?? exchange.answerHeaders["x-amzn-requestid"] ?? ""),
    eventID: randomUUID(),
    readOnly: readOnly(eventName),
    eventType: "AwsApiCall",
    managementEvent: category === "Management",
    recipientAccountId: accountId,
    eventCategory: category,
    tlsDetails: {
      tlsVersion: exchange.tls.version,
      cipherSuite: exchange.tls.cipher,
      clientProvidedHostHeader: exchange.headers.host ?? "",
    },
  };
};
