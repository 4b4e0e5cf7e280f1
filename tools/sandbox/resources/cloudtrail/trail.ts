import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  type ReadWriteType,
  StartLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import type { Handler, Remover } from "../handler";
import type { Inputs } from "../inputs";

const someTexts = (inputs: Inputs, name: string): string[] | undefined => {
  const texts = inputs.texts(name);
  return texts.length === 0 ? undefined : texts;
};

const advancedSelector = (selector: Inputs) => ({
  Name: selector.optionalText("name"),
  FieldSelectors: selector.objects("fieldSelectors").map((field) => ({
    Field: field.text("field"),
    Equals: someTexts(field, "equals"),
    StartsWith: someTexts(field, "startsWiths"),
    EndsWith: someTexts(field, "endsWiths"),
    NotEquals: someTexts(field, "notEquals"),
    NotStartsWith: someTexts(field, "notStartsWiths"),
    NotEndsWith: someTexts(field, "notEndsWiths"),
  })),
});

const basicSelector = (selector: Inputs) => ({
  ReadWriteType: selector.optionalText("readWriteType") as ReadWriteType | undefined,
  IncludeManagementEvents: selector.optionalBoolean("includeManagementEvents"),
  ExcludeManagementEventSources: someTexts(selector, "excludeManagementEventSources"),
  DataResources: selector
    .objects("dataResources")
    .map((resource) => ({ Type: resource.text("type"), Values: resource.texts("values") })),
});

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/cloudtrail/trail
 *
 * The emulator keeps the trail, and the audit relay (tools/sandbox/audit/) does what it says.
 */
export const handler: Handler = async ({ resource, inputs, name, client }) => {
  const cloudTrail = client(CloudTrailClient);
  const { TrailARN: arn = "" } = await cloudTrail.send(
    new CreateTrailCommand({
      Name: name(),
      S3BucketName: inputs.text("s3BucketName"),
      S3KeyPrefix: inputs.optionalText("s3KeyPrefix"),
      SnsTopicName: inputs.optionalText("snsTopicName"),
      IncludeGlobalServiceEvents: inputs.optionalBoolean("includeGlobalServiceEvents"),
      IsMultiRegionTrail: inputs.optionalBoolean("isMultiRegionTrail"),
      IsOrganizationTrail: inputs.optionalBoolean("isOrganizationTrail"),
      EnableLogFileValidation: inputs.optionalBoolean("enableLogFileValidation"),
      KmsKeyId: inputs.optionalText("kmsKeyId"),
    }),
  );
  const logGroup = inputs.optionalText("cloudWatchLogsGroupArn");
  const role = inputs.optionalText("cloudWatchLogsRoleArn");
  // The emulator takes these in an update only.
  if (logGroup !== undefined)
    await cloudTrail.send(
      new UpdateTrailCommand({ Name: arn, CloudWatchLogsLogGroupArn: logGroup, CloudWatchLogsRoleArn: role }),
    );
  const advanced = inputs.objects("advancedEventSelectors").map(advancedSelector);
  const basic = inputs.objects("eventSelectors").map(basicSelector);
  if (advanced.length > 0)
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: arn, AdvancedEventSelectors: advanced }));
  if (basic.length > 0) await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: arn, EventSelectors: basic }));
  if (inputs.optionalBoolean("enableLogging") ?? true) await cloudTrail.send(new StartLoggingCommand({ Name: arn }));
  return { id: arn, outputs: { arn, name: name(), homeRegion: resource.region } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(CloudTrailClient).send(new DeleteTrailCommand({ Name: id }));
};
