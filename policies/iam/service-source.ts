import type { Audience } from "./audience";
import { narrows } from "./conditions";
import type { Condition, PolicyStatement } from "./document";

/** Keys by which a service says for whom it calls (IAM User Guide, "The confused deputy problem"). */
const sourceKeys = new Set([
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  // SNS's own name for the account; only CloudWatch and S3 give it.
  "aws:sourceowner",
]);

/** An encryption context that holds an ARN of one account: CloudWatch Logs and CloudTrail give it in place of a source. */
const isNamedContext = ({ operator, key, values, ifExists, qualifier }: Condition): boolean =>
  key.startsWith("kms:encryptioncontext:") && narrows({ operator, key: "aws:sourcearn", values, ifExists, qualifier });

/** Whether a condition leaves only sources that somebody named. */
const namesSource = (condition: Condition): boolean =>
  (sourceKeys.has(condition.key) && narrows(condition)) || isNamedContext(condition);

/** `logs.eu-central-1.amazonaws.com` is `logs.amazonaws.com`. */
const anyRegion = (service: string): string => service.replace(/\.[a-z]+(?:-[a-z]+)+-\d+\./, ".");

/** Load balancers write only below `AWSLogs/` and their own account's id: the resource says for whom. */
const namesLoadBalancers = ({ resources = [] }: PolicyStatement): boolean =>
  resources.length > 0 && resources.every((arn) => /\/AWSLogs\/\d{12}\//.test(arn));

/**
 * The services that a statement lets in for whomever they call. `silent` are services that do not say for whom: a
 * condition that only holds where they say it (`…IfExists`) is enough for them, and none is needed.
 */
export const servicesForAnyone = ({ statement, services }: Audience, silent: readonly string[]): readonly string[] => {
  if (statement.conditions.some(namesSource)) return [];
  const whereSaid = statement.conditions.some((condition) => namesSource({ ...condition, ifExists: false }));
  const saysSource = statement.conditions.some(({ key }) => sourceKeys.has(key));
  return services.filter((service) => {
    const name = anyRegion(service);
    if (name === "logdelivery.elasticloadbalancing.amazonaws.com") return !namesLoadBalancers(statement);
    return !silent.includes(name) || (saysSource && !whereSaid);
  });
};
