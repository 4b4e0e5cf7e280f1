import type { PackResource } from "../framework/resource";
import { coversAction, coversResource, isAboutEveryone, namesService } from "../iam/audience";
import type { Condition, PolicyDocument, PolicyStatement } from "../iam/document";
import { fitsPattern } from "../iam/wildcards";

/** Who asks, and on what: a service that sends to a topic or queue, or uses the key of one. */
export interface Request {
  readonly service: string;
  readonly actions: readonly string[];
  readonly destination: PackResource;
  /** The ARN that the policy's statements must be about; undefined for a key, whose policy is about itself. */
  readonly arn?: string | undefined;
  /** The ARN that the service gives as aws:SourceArn, where it is known. */
  readonly source?: string | undefined;
}

/** Whether a policy lets a service do all that is asked. */
export const admits = ({ statements }: PolicyDocument, request: Request): boolean =>
  request.actions.every((action) => {
    const concerned = statements.filter((statement) => concerns(statement, action, request));
    return (
      concerned.some(({ effect, conditions }) => effect === "Allow" && conditions.every((c) => canHold(c, request))) &&
      !concerned.some(({ effect, conditions }) => effect === "Deny" && conditions.every(holdsForServices))
    );
  });

const concerns = (statement: PolicyStatement, action: string, { service, arn }: Request): boolean => {
  const { notPrincipals } = statement;
  const who = notPrincipals
    ? !(notPrincipals.service ?? []).includes(service)
    : isAboutEveryone(statement) || namesService(statement, service);
  return who && coversAction(statement, action) && (arn === undefined || coversResource(statement, arn));
};

/** Operators that need the key to be there, and to fit. */
const positive = /^(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like)|ipaddress|bool)$/;

/** Keys that say which person or network asks: a service is neither. */
const keysOfPeople = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceip",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "aws:username",
  "kms:calleraccount",
]);

/**
 * Whether a condition holds for a service whatever its values: one on a person or a network that must not be a certain one
 * also holds where the request does not say (IAM User Guide, "IAM JSON policy elements: Condition operators").
 */
const holdsForServices = ({ operator, key, qualifier }: Condition): boolean =>
  /^(?:(?:string|arn)not|notipaddress$)/.test(operator) && qualifier === undefined && keysOfPeople.has(key);

const keysOfSources = new Set(["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"]);

/** Whether a condition on the source holds for the one that calls. */
const fitsSource = ({ operator, key, values }: Condition, source: string): boolean => {
  const account = source.split(":")[4] ?? "";
  if (key === "aws:sourceaccount") return values.some((value) => fitsPattern(value, account));
  if (key !== "aws:sourcearn") return true;
  return values.some((value) => (operator === "stringequals" ? value === source : fitsPattern(value, source)));
};

/** Whether a condition can hold when the service asks: false if it never does. */
const canHold = (condition: Condition, { service, destination, source }: Request): boolean => {
  const { operator, ifExists, qualifier, key, values } = condition;
  if (ifExists || qualifier === "forallvalues" || !positive.test(operator)) return true;
  if (values.every((value) => value.trim() === "")) return false;
  if (keysOfPeople.has(key)) return false;
  // The owner that the default policy names: CloudWatch tells it, others say aws:SourceAccount.
  if (key === "aws:sourceowner") return service === "cloudwatch.amazonaws.com";
  if (key === "aws:principalisawsservice" || key === "aws:securetransport")
    return values.some((value) => value.toLowerCase() === "true");
  if (!keysOfSources.has(key)) return true;
  // EventBridge does not tell for which rule or account it publishes to a topic (Amazon SNS Developer Guide,
  // "Key management"; EventBridge User Guide, "Troubleshooting"), though it does for a queue.
  if (service === "events.amazonaws.com" && destination.type === "aws:sns/topic:Topic") return false;
  if (source !== undefined) return fitsSource(condition, source);
  if (key !== "aws:sourcearn") return true;
  const prefix = service.split(".")[0] ?? "";
  return values.some((arn) => arn === "*" || fitsPattern(arn.split(":")[2] ?? "*", prefix));
};
