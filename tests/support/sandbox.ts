import { readFile } from "node:fs/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { ApiClient } from "../../client/api-client";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../tools/sandbox/sandbox";

/** A sandbox for the tests of one file; started before them and stopped after. */
export const useSandbox = (program: Partial<SandboxOptions> = {}): { readonly get: () => Sandbox } => {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ stack: "sandbox", say: () => undefined, ...program });
  }, 120_000);
  afterAll(async () => {
    await sandbox?.stop();
  }, 30_000);
  return {
    get: () => {
      if (sandbox === undefined) throw new Error("the sandbox did not start");
      return sandbox;
    },
  };
};

/** What an SDK client needs to act as the account's root user. */
export const rootSettings = async ({ emulator }: Sandbox) => ({
  endpoint: emulator.endpoint,
  region: emulator.region,
  credentials: emulator.root,
  maxAttempts: 1,
  requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
});

export interface Member {
  readonly user: string;
  readonly api: ApiClient;
  readonly s3: S3Client;
  /** S3 in the vault's region. */
  readonly abroad: S3Client;
}

/** A role session of the person whom the stack trusts with it, with the API and with S3. */
export const memberOf = async ({ emulator, deployment }: Sandbox, role: string): Promise<Member> => {
  const person = deployment.people.find((candidate) => candidate.role === role);
  if (person === undefined) throw new Error(`nobody has the role ${role}`);
  const { endpoint, region } = emulator;
  const http = { httpsAgent: { ca: await readFile(emulator.certificate) } };
  const sts = new STSClient({ endpoint, region, credentials: person, requestHandler: http });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: person.roleArn, RoleSessionName: person.user, SourceIdentity: person.user }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const s3 = { endpoint, credentials, requestHandler: http, forcePathStyle: true, maxAttempts: 1 };
  return {
    user: person.user,
    api: new ApiClient({ endpoint: deployment.outputs.endpoint, region, credentials: async () => credentials, http }),
    s3: new S3Client({ ...s3, region }),
    abroad: new S3Client({ ...s3, region: "eu-west-1" }),
  };
};
