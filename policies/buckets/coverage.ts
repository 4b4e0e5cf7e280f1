import { coversResource } from "../iam/audience";
import type { PolicyStatement } from "../iam/document";

const arnOf = (name: string): string => `arn:aws:s3:::${name}`;

/** Resources without their partition, so that `arn:aws-cn` is like `arn:aws`. */
const samePartition = (statement: PolicyStatement): PolicyStatement => ({
  ...statement,
  resources: statement.resources?.map((arn) => arn.replace(/^arn:aws-[a-z-]+:/, "arn:aws:")),
});

/** A bucket without a name of its own is known by the names in its policy. */
const nameIn = ({ resources = [] }: PolicyStatement): string =>
  /^arn:[^:]*:s3:::([^/*]+)/.exec(resources.find((arn) => /^arn:[^:]*:s3:::[^/*]/.test(arn)) ?? "")?.[1] ?? "bucket";

/** Whether a statement is about every object of the bucket that it belongs to. */
export const coversObjects = (statement: PolicyStatement, bucket: string | undefined): boolean =>
  coversResource(samePartition(statement), `${arnOf(bucket ?? nameIn(statement))}/any/object`);

/** Whether a statement is about the bucket itself, such as listing it. */
export const coversBucket = (statement: PolicyStatement, bucket: string | undefined): boolean =>
  coversResource(samePartition(statement), arnOf(bucket ?? nameIn(statement)));
