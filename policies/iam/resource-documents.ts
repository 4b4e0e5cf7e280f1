import { policyProperties } from "../data/policy-properties";
import type { PackResource } from "../framework/resource";
import type { Values } from "../framework/values";
import { audiences, isAboutEveryone } from "./audience";
import { narrows } from "./conditions";
import { coverAll } from "./denials";
import { type PolicyDocument, type PolicyStatement, readPolicy, UnreadablePolicy } from "./document";

/** Types whose documents are judged by a rule of their own. */
export const judgedByOthers: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "iam-trust-everyone",
  "aws:kms/externalKey:ExternalKey": "kms-key-policy",
  "aws:kms/key:Key": "kms-key-policy",
  "aws:kms/keyPolicy:KeyPolicy": "kms-key-policy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "kms-key-policy",
  "aws:kms/replicaKey:ReplicaKey": "kms-key-policy",
  "aws:s3/accessPoint:AccessPoint": "s3-public-policy",
  "aws:s3/bucket:Bucket": "s3-public-policy",
  "aws:s3/bucketPolicy:BucketPolicy": "s3-public-policy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "s3-public-policy",
  "aws:sns/topic:Topic": "sns-public-policy",
  "aws:sns/topicPolicy:TopicPolicy": "sns-public-policy",
  "aws:sqs/queue:Queue": "sqs-public-policy",
  "aws:sqs/queuePolicy:QueuePolicy": "sqs-public-policy",
};

/** Documents that limit what other policies give, so that everyone in them lets nobody in. */
export const limits: readonly string[] = [
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
  "aws:odb/network:Network",
];

/** Every other type of @pulumi/aws that holds a policy document. */
export const documentTypes: readonly string[] = Object.keys(policyProperties).filter(
  (type) => judgedByOthers[type] === undefined && !limits.includes(type),
);

/** Every type whose document may let somebody in: those above, and those with a rule of their own. */
export const resourcePolicyTypes: readonly string[] = Object.keys(policyProperties).filter(
  (type) => !limits.includes(type),
);

const valuesAt = (values: Values, [step, ...rest]: readonly string[]): readonly Values[] => {
  if (step === undefined) return [values];
  if (rest.length > 0) return values.many(step).flatMap((inner) => valuesAt(inner, rest));
  return values.has(step) ? [values.at(step)] : [];
};

/** Some of these properties hold documents of other languages, such as Cedar's or a lifecycle's: those let nobody in. */
const policyIn = (values: Values): PolicyDocument | undefined => {
  const value = values.whole();
  try {
    return readPolicy(value);
  } catch (error) {
    if (
      error instanceof UnreadablePolicy &&
      !/"effect"/i.test(typeof value === "string" ? value : JSON.stringify(value))
    )
      return undefined;
    throw error;
  }
};

/**
 * Amazon EFS takes a policy for public unless it asks for a mount target, which only the file system's network reaches
 * (Amazon EFS User Guide, "Blocking public access to file systems").
 */
const throughMountTarget = ({ conditions }: PolicyStatement): boolean =>
  conditions.some(
    ({ operator, ifExists, key, values }) =>
      operator === "bool" &&
      !ifExists &&
      key === "elasticfilesystem:accessedviamounttarget" &&
      values.length > 0 &&
      values.every((value) => value.toLowerCase() === "true"),
  );

/**
 * Whether a denial takes back what a statement gives everyone, but for callers that somebody named: the form of API
 * Gateway's own examples (Developer Guide, "API Gateway resource policy examples": allow all, deny what is not the endpoint).
 */
const isTakenBack = (given: PolicyStatement, { statements }: PolicyDocument): boolean =>
  statements.some((denial) => {
    const [condition, ...others] = denial.conditions;
    if (denial.effect !== "Deny" || !isAboutEveryone(denial) || condition === undefined || others.length > 0)
      return false;
    const positive = {
      ...condition,
      operator: condition.operator.replace(/^(string|arn)not|^not(?=ip)/, "$1"),
      ifExists: false,
    };
    return (
      positive.operator !== condition.operator &&
      condition.qualifier === undefined &&
      narrows(positive) &&
      given.actions !== undefined &&
      given.actions.length > 0 &&
      given.resources !== undefined &&
      coverAll([denial], { actions: given.actions, resources: given.resources })
    );
  });

/** The documents of a resource that say whom they let in, and the properties that they stand in. */
export function* documentsOf(
  resource: PackResource,
): Generator<{ readonly path: string; readonly document: PolicyDocument }> {
  for (const path of policyProperties[resource.type] ?? [])
    for (const values of valuesAt(resource.inputs, path.split("."))) {
      const document = policyIn(values);
      if (document !== undefined) yield { path, document };
    }
}

/** Each statement of a resource's documents that admits everyone, in the words of a finding. */
export function* everyoneInDocuments(resource: PackResource): Generator<string> {
  for (const { path, document } of documentsOf(resource))
    for (const { everyone, statement } of audiences(document))
      if (everyone && !throughMountTarget(statement) && !isTakenBack(statement, document))
        yield `admits everyone by ${path} in ${statement.name}`;
}
