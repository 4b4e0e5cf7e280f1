import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { trustPolicyForEmulator } from "../../adaptations";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/role */
export const handler: Handler = async ({ inputs, name, client }) => {
  const roleName = name();
  const boundary = inputs.optionalText("permissionsBoundary");
  const duration = inputs.optionalNumber("maxSessionDuration");
  const { Role } = await client(IAMClient).send(
    new CreateRoleCommand({
      RoleName: roleName,
      Description: inputs.optionalText("description"),
      AssumeRolePolicyDocument: trustPolicyForEmulator(inputs.text("assumeRolePolicy")),
      ...(duration === undefined ? {} : { MaxSessionDuration: duration }),
      ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
    }),
  );
  return { id: roleName, outputs: { name: roleName, arn: Role?.Arn, uniqueId: Role?.RoleId } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(IAMClient).send(new DeleteRoleCommand({ RoleName: id }));
};
