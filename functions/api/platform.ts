import { type Bucket, openBucket } from "../aws/s3";
import { assumeRole, environmentCredentials, type Session, sessionSource } from "../aws/sessions";
import { type ApiConfig, type ApiEnvironment, readEnvironment } from "./config";
import type { Privilege } from "./routes";
import { sessionPolicy } from "./scopes";

/** The bucket as one caller may reach it, and until when. */
export interface Access {
  readonly bucket: Bucket;
  readonly until: Date;
}

/** What handlers need of the world; tests give their own. */
export interface Platform {
  readonly environment: ApiEnvironment;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly access: (privilege: Privilege, config: ApiConfig, caller: string) => Promise<Access>;
  /** Takes one structured line for the function's log. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
}

const makeLambdaPlatform = (process: NodeJS.Process): Platform => {
  const environment = readEnvironment(process.env);
  const { region } = environment;
  const assume = assumeRole(region, () => environmentCredentials(process.env), process.env);
  const sessions = sessionSource(assume, Date.now);
  const buckets = new WeakMap<Session, Bucket>();
  return {
    environment,
    now: Date.now,
    log: (line) => console.log(JSON.stringify(line)),
    access: async (privilege, config, caller) => {
      const policy = sessionPolicy(privilege, config, environment, caller);
      const session = await sessions({ roleArn: environment.presignerArn, caller, policy });
      const bucket =
        buckets.get(session) ?? openBucket({ bucket: environment.bucket, region, environment: process.env }, session);
      buckets.set(session, bucket);
      return { bucket, until: session.expiration };
    },
  };
};

let made: Platform | undefined;

/** The platform of a running Lambda function, made once and kept between calls. */
export const lambdaPlatform = (): Platform => {
  made ??= makeLambdaPlatform(process);
  return made;
};
