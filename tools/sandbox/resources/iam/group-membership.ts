import { AddUserToGroupCommand, GetGroupCommand, IAMClient, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import { makeUser } from "../../deploy/people";
import type { Handler, Remover } from "../handler";

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/iam/groupmembership. On AWS the members exist before; the sandbox
 * has no users of its own, so it makes them.
 */
export const handler: Handler = async ({ inputs, name, client }) => {
  const iam = client(IAMClient);
  const group = inputs.text("group");
  for (const user of inputs.texts("users")) {
    await makeUser(iam, user);
    await iam.send(new AddUserToGroupCommand({ GroupName: group, UserName: user }));
  }
  return { id: name(), outputs: { name: name() } };
};

export const remove: Remover = async ({ input, client }) => {
  const iam = client(IAMClient);
  const GroupName = input("group");
  const { Users = [] } = await iam.send(new GetGroupCommand({ GroupName }));
  for (const { UserName } of Users) await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
};
