import { IAMClient, PutGroupPolicyCommand } from "@aws-sdk/client-iam";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/grouppolicy */
export const handler: Handler = async ({ inputs, name, client }) => {
  const group = inputs.text("group");
  await client(IAMClient).send(
    new PutGroupPolicyCommand({ GroupName: group, PolicyName: name(), PolicyDocument: inputs.text("policy") }),
  );
  return { id: `${group}:${name()}`, outputs: { name: name() } };
};
