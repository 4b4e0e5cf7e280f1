import { CreatePolicyCommand, DeletePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/policy */
export const handler: Handler = async ({ inputs, name, client }) => {
  const { Policy } = await client(IAMClient).send(
    new CreatePolicyCommand({
      PolicyName: name(),
      Description: inputs.optionalText("description"),
      PolicyDocument: inputs.text("policy"),
    }),
  );
  const arn = Policy?.Arn ?? "";
  return { id: arn, outputs: { name: name(), arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(IAMClient).send(new DeletePolicyCommand({ PolicyArn: id }));
};
