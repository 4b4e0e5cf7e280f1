import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy */
export const handler: Handler = async ({ inputs, name, client }) => {
  const role = inputs.text("role");
  await client(IAMClient).send(
    new PutRolePolicyCommand({ RoleName: role, PolicyName: name(), PolicyDocument: inputs.text("policy") }),
  );
  return { id: `${role}:${name()}`, outputs: { name: name() } };
};

export const remove: Remover = async ({ input, output, client }) => {
  await client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName: input("role"), PolicyName: output("name") }));
};
