import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/key */
export const handler: Handler = async ({ inputs, client }) => {
  const kms = client(KMSClient);
  // For its deletion.
  inputs.leaveOut("deletionWindowInDays");
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description: inputs.text("description"),
      Policy: inputs.text("policy"),
      MultiRegion: inputs.boolean("multiRegion"),
    }),
  );
  const { KeyId: id = "", Arn: arn = "" } = KeyMetadata ?? {};
  const period = inputs.number("rotationPeriodInDays");
  if (inputs.boolean("enableKeyRotation"))
    await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: period }));
  return { id, outputs: { keyId: id, arn } };
};

/** KMS deletes a key after its window only. */
export const remove: Remover = async ({ id, resource, client }) => {
  const { deletionWindowInDays } = resource.inputs;
  const days = typeof deletionWindowInDays === "number" ? { PendingWindowInDays: deletionWindowInDays } : {};
  await client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId: id, ...days }));
};
