import { CreateGroupCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/group */
export const handler: Handler = async ({ name, client }) => {
  const { Group } = await client(IAMClient).send(new CreateGroupCommand({ GroupName: name() }));
  return { id: name(), outputs: { name: name(), arn: Group?.Arn } };
};
