import { randomBytes } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { serviceEndpoint } from "../aws/endpoint";
import { AwsError } from "../aws/errors";
import { type JsonCall, jsonService } from "../aws/json";
import { exchange, signerFor } from "../aws/request";
import { type Bucket, openBucket } from "../aws/s3/bucket";
import { assumeRole, environmentCredentials, type Session, sessionSource } from "../aws/sessions";
import type { RecordAnswer, RecordRequest } from "../records/contract";
import { type ApiConfig, type ApiEnvironment, readEnvironment } from "./config";
import type { Ledger, LedgerOptions } from "./ledger";
import { type Purpose, sessionPolicy } from "./privilege-policies";

type OpenLedger = (place: LedgerOptions) => Ledger;

/** Bucket and uploads as one caller may reach them, and until when. */
export interface Access {
  readonly bucket: Bucket;
  readonly ledger: Ledger;
  /** The table of uploads, which has the restores of versions too. */
  readonly table: { readonly call: JsonCall; readonly name: string };
  readonly until: Date;
}

/** One request, as the log and the metrics tell of it: no key, URL, token or body. */
export interface RequestReport {
  readonly requestId: string;
  readonly caller: string | undefined;
  readonly action: string;
  /** The group of keys that it was about. */
  readonly prefix: string | undefined;
  readonly status: number;
  /** `ok`, or the problem's type. */
  readonly outcome: string;
  readonly ms: number;
  /** The code or name of what failed. */
  readonly cause?: string;
}

/** What handlers need of the world; tests give their own. */
export interface Platform {
  readonly environment: ApiEnvironment;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id of 10 random bytes, in hexadecimal. */
  readonly newId: () => string;
  readonly access: (purpose: Purpose, config: ApiConfig, caller: string) => Promise<Access>;
  /** Has an object recorded in the index. */
  readonly record: (request: RecordRequest) => Promise<RecordAnswer>;
  readonly report: (line: RequestReport) => void;
}

/** Calls the recorder and waits for its answer. It records the same when it is asked twice. */
const callRecorder = ({ region, recorderArn }: ApiEnvironment, environment: NodeJS.ProcessEnv): Platform["record"] => {
  const signer = signerFor("lambda", region, environmentCredentials(environment));
  const endpoint = serviceEndpoint("lambda", region, environment);
  return async (request) => {
    const call = {
      method: "POST",
      path: `/2015-03-31/functions/${encodeURIComponent(recorderArn)}/invocations`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    };
    const { text } = await exchange(signer, endpoint, call, ({ ok, status, headers, retryAfter }) => {
      if (!ok)
        return new AwsError(status, headers.get("x-amzn-errortype")?.split(":")[0] ?? `Http${status}`, "", retryAfter);
      // A function that fails answers with 200 all the same.
      const failed = headers.get("x-amz-function-error");
      return failed === null ? undefined : new AwsError(503, `Recorder${failed}`, "");
    });
    return JSON.parse(text) as RecordAnswer;
  };
};

/** One line a request, and what it adds to the stack's metrics, in CloudWatch's embedded metric format. */
export const reporter = (): Platform["report"] => {
  // Both take the stack's name and the namespace from the environment.
  const logger = new Logger();
  const metrics = new Metrics();
  return ({ status, ...line }) => {
    const level = status >= 500 ? "error" : status >= 400 ? "warn" : "info";
    logger[level]("request", { status, ...line });
    metrics.addMetric("Requests", MetricUnit.Count, 1);
    if (status >= 400 && status < 500) metrics.addMetric("Refusals", MetricUnit.Count, 1);
    if (status >= 500) metrics.addMetric("Failures", MetricUnit.Count, 1);
    metrics.addMetric("Duration", MetricUnit.Milliseconds, line.ms);
    metrics.publishStoredMetrics();
  };
};

/** What the functions that plan no uploads have in the ledger's place: its code is no part of theirs. */
const noLedger = (): never => {
  throw new Error("this function has no ledger of uploads");
};

const makeLambdaPlatform = (process: NodeJS.Process, openLedger: OpenLedger): Platform => {
  const environment = readEnvironment(process.env);
  const { region } = environment;
  const assume = assumeRole(region, environmentCredentials(process.env), process.env);
  const sessions = sessionSource(assume, Date.now);
  const opened = new WeakMap<Session, Access>();
  const open = (session: Session, config: ApiConfig, caller: string): Access => {
    const call = jsonService("dynamodb", region, session, process.env);
    const name = environment.uploadsTableArn.replace(/^.*\//, "");
    return {
      bucket: openBucket({ bucket: environment.bucket, region, environment: process.env }, session),
      get ledger() {
        const { planning, openUploads, resumeDays } = config;
        return openLedger({
          call,
          table: name,
          caller,
          rules: { ...planning, openUploads, resumeDays },
          now: Date.now,
        });
      },
      table: { call, name },
      until: session.expiration,
    };
  };
  return {
    environment,
    now: Date.now,
    newId: () => randomBytes(10).toString("hex"),
    record: callRecorder(environment, process.env),
    report: reporter(),
    access: async (purpose, config, caller) => {
      const policy = sessionPolicy(purpose, config, environment, caller);
      const session = await sessions({ roleArn: environment.presignerArn, caller, policy });
      const access = opened.get(session) ?? open(session, config, caller);
      opened.set(session, access);
      return access;
    },
  };
};

let made: Platform | undefined;

/** The platform of a running Lambda function, made once and kept between calls. */
export const lambdaPlatform = (openLedger: OpenLedger = noLedger): Platform => {
  made ??= makeLambdaPlatform(process, openLedger);
  return made;
};
