import type { PackResource } from "../../framework/resource";
import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const accessPoint = "aws:s3/accessPoint:AccessPoint";
const nested = "publicAccessBlockConfiguration";

/** An access point has the settings in a block of their own, which S3 takes as all on if it is left out. */
const blockOf = ({ type, inputs }: PackResource): Values | undefined =>
  type === accessPoint ? inputs.one(nested) : inputs;

const isOff = (block: Values, name: string, byDefault: boolean): boolean => !(block.flag(name) ?? byDefault);

export const rule = resourceRule(__filename, {
  what: "A public access block has all four settings on",
  why: "each setting that is off leaves one way to make objects public: new ACLs, old ACLs, new policies, old policies",
  fix: `Set ${settings.join(", ")} to true`,
  controls: ["FSBP S3.1", "FSBP S3.8", "FSBP S3.19", "CIS 3.0.0 2.1.4"],
  document: {
    title: "Amazon S3 User Guide, Blocking public access to your Amazon S3 storage",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  severity: "critical",
  level: "mandatory",
  types: [
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    accessPoint,
  ],
  *check(resource) {
    const block = blockOf(resource);
    if (block === undefined) return;
    for (const name of settings)
      if (isOff(block, name, resource.type === accessPoint)) yield `does not set ${name} to true`;
  },
  remediate(resource) {
    const block = blockOf(resource);
    if (block === undefined) return [];
    const lead = resource.type === accessPoint ? [nested] : [];
    return settings
      .filter((name) => isOff(block, name, resource.type === accessPoint))
      .map((name) => ({ path: [...lead, name], value: true }));
  },
});
