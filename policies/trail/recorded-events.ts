import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { NotKnownYet, type Values } from "../framework/values";

/** What trails record of the use of a bucket's objects. */
export interface Recorded {
  readonly reads: boolean;
  readonly writes: boolean;
}

/** Whether a selector is to take in all of a bucket's objects, or any of them. */
type Extent = "all" | "any";

const trailType = "aws:cloudtrail/trail:Trail";
const bucketType = "aws:s3/bucket:Bucket";

/** Trails that record: one whose logging is off does not. */
export const activeTrails = (index: StackIndex): readonly PackResource[] =>
  index.ofType(trailType).filter(({ inputs }) => inputs.flag("enableLogging") !== false);

/** What a trail's selectors record of the objects of a bucket: of all of them, or of any. */
export const recordedBy = (trail: PackResource, bucket: PackResource, index: StackIndex, extent: Extent): Recorded => {
  if (isElsewhere(trail, bucket)) return { reads: false, writes: false };
  const basic = trail.inputs.many("eventSelectors").map((selector) => {
    const patterns = selector
      .many("dataResources")
      .filter((data) => data.text("type") === "AWS::S3::Object")
      .flatMap((data) => data.many("values"));
    const matched = anyOf(patterns, new Place(trail, "eventSelectors", bucket, index), prefixOf(extent));
    return matched ? kinds(selector.text("readWriteType") ?? "All") : kinds("none");
  });
  const advanced = trail.inputs.many("advancedEventSelectors").map((selector) => {
    const place = new Place(trail, "advancedEventSelectors", bucket, index);
    return recordedByFields(selector.many("fieldSelectors"), place, extent);
  });
  const all = [...basic, ...advanced];
  return { reads: all.some(({ reads }) => reads), writes: all.some(({ writes }) => writes) };
};

/** A trail of one region records nothing of another one's buckets. */
const isElsewhere = (trail: PackResource, bucket: PackResource): boolean => {
  if (trail.inputs.flag("isMultiRegionTrail") === true) return false;
  const [here, there] = [trail, bucket].map(({ place }) => place.text("region"));
  return here !== undefined && there !== undefined && here !== there;
};

const kinds = (readWriteType: string): Recorded => ({
  reads: ["All", "ReadOnly"].includes(readWriteType),
  writes: ["All", "WriteOnly"].includes(readWriteType),
});

/** Where an ARN is written, and the bucket that it may mean. */
class Place {
  constructor(
    private readonly trail: PackResource,
    private readonly property: string,
    private readonly bucket: PackResource,
    private readonly index: StackIndex,
  ) {}

  /** Whether a value fits the ARN of the bucket's objects; one that is not known yet does if it comes from the bucket. */
  fits(value: Values, fit: (value: string, objects: string) => boolean): boolean {
    if (!value.isKnown()) {
      const { targets } = this.index.from(this.trail, this.property, bucketType);
      if (targets.length === 0) throw new NotKnownYet(`which bucket ${this.property} names`);
      return targets.includes(this.bucket);
    }
    const text = value.text()?.replace(/^arn:aws-[a-z-]+:/, "arn:aws:") ?? "";
    // What fits a name that no bucket has is about the whole account.
    if (fit(text, "arn:aws:s3:::?/")) return true;
    const name = this.bucket.inputs.text("bucket") ?? this.bucket.outputs.text("bucket");
    return name !== undefined && fit(text, `arn:aws:s3:::${name}/`);
  }
}

const anyOf = (values: readonly Values[], place: Place, fit: (value: string, objects: string) => boolean): boolean =>
  values.some((value) => place.fits(value, fit));

/** A prefix takes in every object of a bucket if it is no longer than the bucket's, and some if it goes on. */
const prefixOf =
  (extent: Extent) =>
  (prefix: string, objects: string): boolean =>
    (prefix !== "" && objects.startsWith(prefix)) || (extent === "any" && prefix.startsWith(objects));

/**
 * The conditions of an advanced selector all hold together; within one operator any value will do, and under a negated
 * one none may fit (CloudTrail API Reference, "AdvancedFieldSelector"). One that looks at anything else than category,
 * type, bucket and readOnly leaves something out.
 */
const recordedByFields = (fields: readonly Values[], place: Place, extent: Extent): Recorded => {
  const none = kinds("none");
  const equals = (name: string) => fields.filter((field) => field.text("field") === name).map((f) => f.texts("equals"));
  if (!equals("eventCategory").some((values) => values.includes("Data"))) return none;
  if (!equals("resources.type").some((values) => values.includes("AWS::S3::Object"))) return none;
  const known = ["eventCategory", "resources.type", "resources.ARN", "readOnly", "eventSource"];
  if (fields.some((field) => !known.includes(field.text("field") ?? ""))) return none;
  if (!fields.filter((field) => field.text("field") === "eventSource").every(admitsS3)) return none;
  for (const field of fields)
    if (field.text("field") === "resources.ARN" && !arnFits(field, place, extent)) return none;
  const readOnly = equals("readOnly").flat();
  if (readOnly.length === 0) return kinds("All");
  return { reads: readOnly.includes("true"), writes: readOnly.includes("false") };
};

const arnFits = (field: Values, place: Place, extent: Extent): boolean => {
  const [starts, startsNot] = [field.many("startsWiths"), field.many("notStartsWiths")];
  if ([...starts, ...field.many("equals")].some(isOpen) && [...startsNot, ...field.many("notEquals")].some(isOpen))
    throw new NotKnownYet("which buckets the selector names, and which it leaves out");
  // An ARN in full is one object's: a bucket's own is no object's, and takes in nothing.
  const oneObject = (arn: string, objects: string) => arn.startsWith(objects) && arn.length > objects.length;
  if (starts.length > 0 && !anyOf(starts, place, prefixOf(extent))) return false;
  if (field.many("equals").length > 0 && (extent === "all" || !anyOf(field.many("equals"), place, oneObject)))
    return false;
  if (field.many("endsWiths").length > 0 && extent === "all") return false;
  // What is left out counts the other way round: any part of the bucket is missing from all, all of it from any.
  const left = extent === "all" ? "any" : "all";
  if (anyOf(startsNot, place, prefixOf(left))) return false;
  if (extent === "any") return true;
  return !anyOf(field.many("notEquals"), place, oneObject) && field.many("notEndsWiths").length === 0;
};

/** Whether a field on the event's source lets S3's events through: a selector for another source records none of them. */
const admitsS3 = (field: Values): boolean => fieldAdmits(field, "s3.amazonaws.com");

/** Whether a field of an advanced selector lets a value through (CloudTrail API Reference, "AdvancedFieldSelector"). */
export const fieldAdmits = (field: Values, value: string): boolean => {
  const positive: readonly (readonly [string, (text: string) => boolean])[] = [
    ["equals", (text) => text === value],
    ["startsWiths", (text) => value.startsWith(text)],
    ["endsWiths", (text) => value.endsWith(text)],
  ];
  const negative: readonly (readonly [string, (text: string) => boolean])[] = [
    ["notEquals", (text) => text === value],
    ["notStartsWiths", (text) => value.startsWith(text)],
    ["notEndsWiths", (text) => value.endsWith(text)],
  ];
  return (
    positive.every(([name, fits]) => !field.has(name) || field.texts(name).some(fits)) &&
    !negative.some(([name, fits]) => field.texts(name).some(fits))
  );
};

const isOpen = (value: Values): boolean => !value.isKnown();
