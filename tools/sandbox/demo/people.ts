import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentity } from "@smithy/types";
import { ApiClient } from "../../../client/api-client";
import type { Person } from "../deploy/people";
import { Unexpected } from "./report";

/** A person with a role session, and what it is used with. */
export interface Session {
  readonly user: string;
  readonly api: ApiClient;
  /** S3 itself, as AWS CLI would use it with this role. */
  readonly s3: S3Client;
  /** For any other service. */
  readonly credentials: AwsCredentialIdentity;
}

/** Who has a role in the stack. */
export const personWith = (people: readonly Person[], role: string): Person => {
  const person = people.find((candidate) => candidate.role === role);
  if (person === undefined) throw new Unexpected(`the stack trusts no user with the role ${role}`);
  return person;
};

const need = (value: string | undefined, what: string): string => {
  if (value === undefined) throw new Error(`STS answered without ${what}`);
  return value;
};

/** Assumes a role as a person does: with the user's own key, through STS, under the user's name, also as source identity. */
export const assume = async (person: Person, place: { endpoint: string; region: string }): Promise<Session> => {
  const sts = new STSClient({ region: place.region, credentials: fromIni({ profile: person.user }) });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: person.roleArn, RoleSessionName: person.user, SourceIdentity: person.user }),
  );
  sts.destroy();
  const credentials: AwsCredentialIdentity = {
    accessKeyId: need(Credentials?.AccessKeyId, "an access key"),
    secretAccessKey: need(Credentials?.SecretAccessKey, "a secret key"),
    sessionToken: need(Credentials?.SessionToken, "a session token"),
  };
  return {
    user: person.user,
    api: new ApiClient({ ...place, credentials: async () => credentials }),
    s3: new S3Client({ region: place.region, credentials, maxAttempts: 1 }),
    credentials,
  };
};
