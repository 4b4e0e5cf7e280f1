import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Sandbox } from "../sandbox";

/**
 * Writes a file for each role that a shell can source: a session of an hour in three variables, for programs that know no
 * profiles, such as curl. Returns the paths by role.
 */
export const writeSessions = async ({ emulator, deployment, directory }: Sandbox): Promise<Map<string, string>> => {
  const requestHandler = { httpsAgent: { ca: await readFile(emulator.certificate) } };
  const roles = new Map(deployment.people.map((person) => [person.role, person]));
  const files = new Map<string, string>();
  for (const [role, { user, roleArn, accessKeyId, secretAccessKey }] of roles) {
    const credentials = { accessKeyId, secretAccessKey };
    const sts = new STSClient({
      region: emulator.region,
      endpoint: emulator.direct.endpoint,
      credentials,
      requestHandler,
    });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: user, SourceIdentity: user }),
    );
    sts.destroy();
    const file = join(directory, "aws", `${role}.sh`);
    const lines = [
      `export AWS_ACCESS_KEY_ID='${Credentials?.AccessKeyId}'`,
      `export AWS_SECRET_ACCESS_KEY='${Credentials?.SecretAccessKey}'`,
      `export AWS_SESSION_TOKEN='${Credentials?.SessionToken}'`,
    ];
    await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    files.set(role, file);
  }
  return files;
};
