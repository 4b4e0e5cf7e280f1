import { CreateAliasCommand, DeleteAliasCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/alias */
export const handler: Handler = async ({ resource, inputs, accountId, client }) => {
  const name = inputs.text("name");
  await client(KMSClient).send(new CreateAliasCommand({ AliasName: name, TargetKeyId: inputs.text("targetKeyId") }));
  return { id: name, outputs: { arn: `arn:aws:kms:${resource.region}:${accountId}:${name}` } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(KMSClient).send(new DeleteAliasCommand({ AliasName: id }));
};
