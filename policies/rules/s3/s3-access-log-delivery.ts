import type { PackResource } from "../../framework/resource";
import { bucketRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { coverAll } from "../../iam/denials";
import type { Condition, PolicyStatement } from "../../iam/document";
import { fitsPattern } from "../../iam/wildcards";

const service = "logging.s3.amazonaws.com";
const aclType = "aws:s3/bucketAcl:BucketAcl";
const bucketType = "aws:s3/bucket:Bucket";

const anyPartition = (arn: string): string => arn.replace(/^arn:aws[\w-]*:/, "arn:aws:");

/** Whether a condition on the source's ARN fits a bucket. Conditions on anything else are not decided here. */
const admits = ({ operator, key, values }: Condition, source: string): boolean => {
  if (key !== "aws:sourcearn" || !/^(arn|string)(equals|like)$/.test(operator)) return true;
  const exact = operator === "stringequals";
  return values.map(anyPartition).some((value) => (exact ? value === source : fitsPattern(value, source)));
};

const anyPartitionIn = ({ resources, notResources }: PolicyStatement) => ({
  resources: resources?.map(anyPartition),
  notResources: notResources?.map(anyPartition),
});

/**
 * Whether statements together let S3 write every log below the prefix. Dates, and what S3 puts before them in a partitioned
 * prefix, follow it. Where the target's name is not known, only the action is judged.
 */
const deliver = (statements: readonly PolicyStatement[], target: string | undefined, prefix: string): boolean => {
  const placed = statements.map((statement) => ({ ...statement, ...anyPartitionIn(statement) }));
  const anywhere = placed.map((one) => ({ ...one, resources: ["*"], notResources: undefined }));
  return coverAll(target === undefined ? anywhere : placed, {
    actions: ["s3:PutObject"],
    resources: [`arn:aws:s3:::${target ?? ""}/${prefix}*`],
  });
};

/** What the names of the logs begin with. */
const prefixOf = ({ inputs, type }: PackResource): string =>
  (type === bucketType ? inputs.one("logging", "loggings") : inputs)?.text("targetPrefix") ?? "";

export const rule = bucketRule(__filename, {
  what: "The bucket that access logs go to is in the same region, and lets S3 deliver those of this bucket",
  why: "S3 drops access logs without a word where it may not deliver them",
  fix: "Log to a bucket of the same region, whose policy allows logging.s3.amazonaws.com s3:PutObject with an aws:SourceArn that fits this bucket",
  controls: ["FSBP S3.9"],
  document: {
    title: "Amazon S3 User Guide, Enabling Amazon S3 server access logging",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  },
  severity: "medium",
  level: "mandatory",
  *check(bucket, { index }) {
    const { logging, resource } = bucket;
    const target = logging?.target;
    // A bucket of another stack is not seen here; one that logs to itself is another rule's.
    if (logging === undefined || target === undefined || target.urn === resource.urn) return;
    const [here, there] = [resource.place.text("region"), target.place.text("region")];
    if (here !== there)
      yield {
        message: `writes access logs to ${target.name}, which is in ${there}, and is in ${here}`,
        at: logging.from,
      };
    const acl = index.pointingTo(target, aclType, "bucket").map(({ inputs }) => inputs.text("acl"));
    if ([...acl, target.inputs.text("acl")].includes("log-delivery-write")) return;
    const view = index.bucket(target);
    const admitted = audiences(view?.policy ?? { statements: [] })
      .filter(({ services }) => services.includes(service))
      .map(({ statement }) => statement);
    const prefix = prefixOf(logging.from);
    if (!deliver(admitted, view?.name, prefix)) {
      yield {
        message: `writes access logs to ${target.name}, whose policy does not let S3 deliver them`,
        at: logging.from,
      };
      return;
    }
    const { name } = bucket;
    const fits = ({ conditions }: PolicyStatement) =>
      name === undefined || conditions.every((condition) => admits(condition, `arn:aws:s3:::${name}`));
    if (!deliver(admitted.filter(fits), view?.name, prefix))
      yield {
        message: `writes access logs to ${target.name}, whose policy lets S3 deliver those of other buckets only`,
        at: logging.from,
      };
  },
});
