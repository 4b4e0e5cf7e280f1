import type { PackResource } from "../framework/resource";
import { coverAll, coversEvery } from "../iam/denials";
import type { PolicyStatement } from "../iam/document";

/** A bucket whose name AWS chooses is known by the name in its policy. */
const nameIn = (statements: readonly PolicyStatement[]): string | undefined => {
  const arns = statements.flatMap(({ resources = [] }) => resources);
  return arns.map((arn) => /^arn:[^:]*:s3:::([^/*?]+)/.exec(arn)?.[1]).find((name) => name !== undefined);
};

/** The start of an ARN, whatever its partition. */
const partitions = /^arn:aws(?:-[a-z]+)*:/;

/** The partition of a region (AWS General Reference, "Amazon Resource Names"). */
const partitionOf = (region: string | undefined): string | undefined => {
  if (region === undefined) return undefined;
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : region.includes("-iso") ? undefined : "aws";
};

const inPartitionAws = (arns: readonly string[] | undefined) => arns?.map((arn) => arn.replace(partitions, "arn:aws:"));

/** Whether one statement is about every object of the bucket that it belongs to, whatever the object's key. */
export const coversObjects = (statement: PolicyStatement, bucket: string | undefined): boolean => {
  const { resources, notResources } = statement;
  const placed = { ...statement, resources: inPartitionAws(resources), notResources: inPartitionAws(notResources) };
  return coversEvery(placed, `arn:aws:s3:::${bucket ?? nameIn([placed]) ?? "bucket"}/*`);
};

/** What statements cover of a bucket. */
export interface Coverage {
  /** Every action on the bucket itself, such as listing it. */
  readonly bucket: boolean;
  /** Every action on every object, whatever its key. */
  readonly objects: boolean;
}

/** Whether statements together are about all of these actions on a bucket, and on every object in it. */
export const coverageOf = (
  statements: readonly PolicyStatement[],
  { resource }: { readonly resource: PackResource },
  actions: readonly string[],
): Coverage => {
  const region = resource.place.isKnown("region") ? resource.place.text("region") : undefined;
  const known = resource.outputs.isKnown("bucket") ? resource.outputs.text("bucket") : undefined;
  const name = resource.inputs.text("bucket") ?? known ?? nameIn(statements) ?? "bucket";
  const partition = partitionOf(region);
  // Where the region is not known, any partition is taken for the right one.
  const inPartition = (arn: string): string => (partition === undefined ? arn.replace(partitions, "arn:aws:") : arn);
  const placed = statements.map((statement) => ({
    ...statement,
    resources: statement.resources?.map(inPartition),
    notResources: statement.notResources?.map(inPartition),
  }));
  const arn = `arn:${partition ?? "aws"}:s3:::${name}`;
  return {
    bucket: coverAll(placed, { actions, resources: [arn] }),
    objects: coverAll(placed, { actions, resources: [`${arn}/*`] }),
  };
};
