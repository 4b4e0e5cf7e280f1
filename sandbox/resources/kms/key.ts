import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/key */
export const handler: Handler = async ({ inputs, client }) => {
  const kms = client(KMSClient);
  // Says how long a deletion takes, and the sandbox deletes nothing.
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
