import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { TrailRecord } from "./record";

/** What a trail records: of the two kinds, the one that it has. */
export interface Selectors {
  readonly basic?: readonly EventSelector[] | undefined;
  readonly advanced?: readonly AdvancedEventSelector[] | undefined;
}

const objectType = "AWS::S3::Object";

/** The object of a data event, or the beginning of the objects' ARNs for a listing. */
const resourceArn = ({ resources = [] }: TrailRecord): string | undefined => {
  const object = resources.find(({ type }) => type === objectType);
  return object?.ARN ?? object?.ARNPrefix;
};

/** The fields that a selector may name, as far as records here have them. */
const fields: Readonly<Record<string, (record: TrailRecord) => unknown>> = {
  eventCategory: ({ eventCategory }) => eventCategory,
  eventName: ({ eventName }) => eventName,
  eventSource: ({ eventSource }) => eventSource,
  eventType: ({ eventType }) => eventType,
  readOnly: (record) => String(record.readOnly),
  "resources.type": (record) => (resourceArn(record) === undefined ? undefined : objectType),
  "resources.ARN": resourceArn,
  "userIdentity.arn": ({ userIdentity }) => userIdentity.arn,
};

const some = (values: readonly string[] | undefined, fits: (value: string) => boolean): boolean =>
  values === undefined || values.some(fits);
const none = (values: readonly string[] | undefined, fits: (value: string) => boolean): boolean =>
  values === undefined || !values.some(fits);

const fieldFits = (selector: AdvancedFieldSelector, record: TrailRecord): boolean => {
  const found = fields[selector.Field ?? ""]?.(record);
  const value = typeof found === "string" ? found : "";
  return (
    some(selector.Equals, (text) => value === text) &&
    some(selector.StartsWith, (text) => value.startsWith(text)) &&
    some(selector.EndsWith, (text) => value.endsWith(text)) &&
    none(selector.NotEquals, (text) => value === text) &&
    none(selector.NotStartsWith, (text) => value.startsWith(text)) &&
    none(selector.NotEndsWith, (text) => value.endsWith(text))
  );
};

const basicFits = (selector: EventSelector, record: TrailRecord): boolean => {
  const { ReadWriteType = "All", IncludeManagementEvents = true, DataResources = [] } = selector;
  if (ReadWriteType !== "All" && (ReadWriteType === "ReadOnly") !== record.readOnly) return false;
  if (record.managementEvent)
    return IncludeManagementEvents && !selector.ExcludeManagementEventSources?.includes(record.eventSource);
  const arn = resourceArn(record) ?? "";
  return DataResources.some(
    // `arn:aws:s3` stands for all buckets.
    ({ Type, Values = [] }) => Type === objectType && Values.some((value) => arn.startsWith(value)),
  );
};

/**
 * Whether a trail records an event:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
export const selects = ({ basic, advanced }: Selectors, record: TrailRecord): boolean =>
  advanced?.some(({ FieldSelectors = [] }) => FieldSelectors.every((field) => fieldFits(field, record))) ??
  basic?.some((selector) => basicFits(selector, record)) ??
  false;
