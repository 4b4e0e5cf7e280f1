import { loadBalancerAccounts } from "../data/load-balancer-accounts";
import { logWriters } from "../data/log-writers";
import type { PackResource } from "../framework/resource";
import type { BucketRelations } from "../framework/resource-index";
import type { Values } from "../framework/values";
import { coversAction, isAboutEveryone } from "../iam/audience";
import type { PolicyStatement } from "../iam/document";
import { coversObjects } from "./objects-covered";

const balancers = new Set(Object.values(loadBalancerAccounts));

/** Whether principals of the kind `AWS` are accounts from which Elastic Load Balancing writes its logs, and no others. */
export const areLoadBalancers = (principals: readonly string[]): boolean =>
  principals.length > 0 &&
  principals.every((one) => balancers.has(/^(?:arn:aws[\w-]*:iam::)?(\d{12})(?::root)?$/.exec(one)?.[1] ?? ""));

/** Where resources say which bucket a service delivers their logs to: the property, and the path in its block. */
const deliveries: Readonly<Record<string, readonly [property: string, ...path: string[]]>> = {
  "aws:alb/loadBalancer:LoadBalancer": ["accessLogs", "bucket"],
  "aws:cfg/deliveryChannel:DeliveryChannel": ["s3BucketName"],
  "aws:cloudtrail/trail:Trail": ["s3BucketName"],
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": [
    "deliveryDestinationConfiguration",
    "destinationResourceArn",
  ],
  "aws:ec2/flowLog:FlowLog": ["logDestination"],
  "aws:elb/loadBalancer:LoadBalancer": ["accessLogs", "bucket"],
  "aws:lb/loadBalancer:LoadBalancer": ["accessLogs", "bucket"],
};

const bucketType = "aws:s3/bucket:Bucket";

/** Whether a resource of the stack has an AWS service deliver its logs to a bucket. */
export const logsAreDeliveredTo = (bucket: PackResource, index: BucketRelations): boolean =>
  index.accessLogTargets.has(bucket.urn) ||
  Object.entries(deliveries).some(([type, [property, ...path]]) =>
    index.ofType(type).some((sender) => {
      const { targets } = index.from(sender, property, bucketType);
      const named = index.named(knownText(sender.inputs, [property, ...path]) ?? "", bucketType);
      return (named.length > 0 ? named : targets).includes(bucket);
    }),
  );

const knownText = (inputs: Values, [property, ...path]: readonly string[]): string | undefined => {
  let values: Values | undefined = inputs;
  for (const step of [property, ...path]) {
    if (step === undefined || values === undefined || !values.isKnown(step)) return undefined;
    values = values.one(step);
  }
  return values?.isKnown() ? values.text() : undefined;
};

/**
 * Whether a statement denies writing to all but AWS services: by aws:PrincipalIsAWSService (IAM User Guide, "AWS global
 * condition context keys"), or by NotPrincipal with services that deliver logs alone,
 * or with Elastic Load Balancing's own accounts.
 */
export const leavesWritingToServices = (statement: PolicyStatement, bucket: string | undefined): boolean => {
  const { effect, notPrincipals, conditions } = statement;
  if (effect !== "Deny" || !coversAction(statement, "s3:PutObject") || !coversObjects(statement, bucket)) return false;
  if (notPrincipals !== undefined)
    return (
      conditions.length === 0 &&
      Object.keys(notPrincipals).every((kind) => kind === "service" || kind === "aws") &&
      (notPrincipals.aws === undefined || areLoadBalancers(notPrincipals.aws)) &&
      (notPrincipals.service ?? []).every((service) => logWriters.includes(service))
    );
  const [condition, ...others] = conditions;
  return (
    isAboutEveryone(statement) &&
    others.length === 0 &&
    condition?.operator === "bool" &&
    condition.key === "aws:principalisawsservice" &&
    condition.values.length > 0 &&
    condition.values.every((value) => value.toLowerCase() === "false")
  );
};
