import { CreateGroupCommand, DeleteGroupCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/group */
export const handler: Handler = async ({ name, client }) => {
  const { Group } = await client(IAMClient).send(new CreateGroupCommand({ GroupName: name() }));
  return { id: name(), outputs: { name: name(), arn: Group?.Arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(IAMClient).send(new DeleteGroupCommand({ GroupName: id }));
};
