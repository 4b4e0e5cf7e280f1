import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  type IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { peopleOf } from "../../graph/access/trusted-principals";
import type { Graph } from "../../graph/evaluate";

/** Somebody who can use the stack: an IAM user with the right to assume one of its roles. */
export interface Person {
  readonly user: string;
  /** Which of the stack's roles, such as `uploader`. */
  readonly role: string;
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface TrustedUser {
  readonly user: string;
  /** The user's path, such as `/engineering/`. */
  readonly path: string;
  readonly role: string;
  readonly roleArn: string;
}

/** The IAM users that the stack's roles trust, by role. They are not part of a stack: an account has them before. */
export const trustedUsers = (graph: Graph): TrustedUser[] =>
  Object.entries((graph.outputs.roleArns ?? {}) as Record<string, string>).flatMap(([role, roleArn]) => {
    const found = graph.resources.find(({ outputs }) => outputs.arn === roleArn);
    return (found ? peopleOf(found.inputs) : []).flatMap(({ session: user, arn }) => {
      const [, path] = /:user(\/(?:.+\/)?)[^/]+$/.exec(arn) ?? [];
      return path === undefined ? [] : [{ user, path, role, roleArn }];
    });
  });

/** Creates a user, unless it is there. */
export const makeUser = async (iam: IAMClient, UserName: string, Path = "/"): Promise<void> => {
  await iam.send(new CreateUserCommand({ UserName, Path })).catch((error: unknown) => {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  });
};

const mayAssume = (roleArn: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    // Whoever writes into the bucket directly sets a source identity.
    Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity"], Resource: roleArn }],
  });

/** Creates the users that the stack's roles trust, each with an access key and the right to assume its roles. */
export const createPeople = async (iam: IAMClient, graph: Graph): Promise<Person[]> => {
  const keys = new Map<string, Pick<Person, "accessKeyId" | "secretAccessKey">>();
  const people: Person[] = [];
  for (const { path, ...trusted } of trustedUsers(graph)) {
    const { user: UserName, role, roleArn } = trusted;
    if (!keys.has(UserName)) {
      await makeUser(iam, UserName, path);
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
      keys.set(UserName, { accessKeyId, secretAccessKey });
    }
    // AWS lets a user whom the trust policy names assume the role as it is; the emulator wants both sides to allow it.
    const PolicyDocument = mayAssume(roleArn);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: `assume-${role}`, PolicyDocument }));
    const { accessKeyId = "", secretAccessKey = "" } = keys.get(UserName) ?? {};
    people.push({ ...trusted, accessKeyId, secretAccessKey });
  }
  return people;
};
