import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Person } from "./people";

/** What a shell or a program needs to use the sandbox with AWS's own tools. */
export interface Profiles {
  /** Environment variables: the two files, and nothing secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** The profiles that assume a role, such as `uploader`. */
  readonly names: readonly string[];
}

const section = (name: string, values: Readonly<Record<string, string>>): string =>
  [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`), ""].join("\n");

/**
 * Writes the files that AWS CLI and SDKs read (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html): the
 * users' keys, and a profile for each role that assumes it under the user's own name, as its trust policy demands.
 */
export const writeProfiles = async (
  directory: string,
  place: { readonly endpoint: string; readonly region: string; readonly certificate: string },
  people: readonly Person[],
): Promise<Profiles> => {
  const common = { region: place.region, endpoint_url: place.endpoint, ca_bundle: place.certificate };
  const users = new Map(people.map((person) => [person.user, person]));
  const roles = new Map(people.map((person) => [person.role, person]));
  const credentials = [...users.values()].map(({ user, accessKeyId, secretAccessKey }) =>
    section(user, { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey }),
  );
  const config = [
    ...[...users.keys()].map((user) => section(`profile ${user}`, common)),
    ...[...roles.values()].map(({ role, roleArn, user }) =>
      section(`profile ${role}`, { ...common, role_arn: roleArn, source_profile: user, role_session_name: user }),
    ),
  ];
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = {
    AWS_SHARED_CREDENTIALS_FILE: join(directory, "credentials"),
    AWS_CONFIG_FILE: join(directory, "config"),
  };
  await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, credentials.join("\n"), { mode: 0o600 });
  await writeFile(files.AWS_CONFIG_FILE, config.join("\n"), { mode: 0o600 });
  return { environment: files, names: [...roles.keys()] };
};
