import { DeleteGroupPolicyCommand, IAMClient, PutGroupPolicyCommand } from "@aws-sdk/client-iam";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/grouppolicy */
export const handler: Handler = async ({ inputs, name, client }) => {
  const group = inputs.text("group");
  await client(IAMClient).send(
    new PutGroupPolicyCommand({ GroupName: group, PolicyName: name(), PolicyDocument: inputs.text("policy") }),
  );
  return { id: `${group}:${name()}`, outputs: { name: name() } };
};

export const remove: Remover = async ({ input, output, client }) => {
  await client(IAMClient).send(new DeleteGroupPolicyCommand({ GroupName: input("group"), PolicyName: output("name") }));
};
