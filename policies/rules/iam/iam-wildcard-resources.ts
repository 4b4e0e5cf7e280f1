import { stackRule } from "../../framework/rule";
import { isAnything } from "../../iam/anything";
import type { Condition } from "../../iam/document";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { takesNoResource } from "../../iam/unnamed-actions";
import { actionCovers } from "../../iam/wildcards";

/** Keys that say which resource as well as its ARN does. */
const naming =
  /^(?:[a-z0-9-]+:resourcetag\/.+|kms:(?:resourcealiases|requestalias)|ecs:cluster|s3:dataaccesspointarn)$/;

const namesResource = ({ operator, ifExists, qualifier, key, values }: Condition): boolean =>
  naming.test(key) &&
  !ifExists &&
  qualifier !== "forallvalues" &&
  /^(string|arn)(equals|like)/.test(operator) &&
  values.length > 0 &&
  values.every((value) => !/^[*?\s]*$/.test(value));

/** Reported by rules of their own: `iam:PassRole`, and whole services. */
const elsewhere = (action: string): boolean => actionCovers(action, "iam:PassRole") || /(^|:)[*?]+$/.test(action);

export const rule = stackRule(__filename, {
  what: "Policies name the resources that can be named",
  why: "an action on * reaches every bucket, key, table and secret of the account, those of other teams and of tomorrow included",
  fix: "Name the ARNs in Resource, or add a condition on a tag of the resource; actions that take no resource go in a statement of their own",
  controls: ["FSBP KMS.1", "FSBP KMS.2"],
  document: {
    title: "Service Authorization Reference, Actions, resources, and condition keys for AWS services",
    url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  },
  severity: "medium",
  level: "advisory",
  types: identityPolicyTypes,
  parameters: {
    withoutResource: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Further actions that take no resource, for those that are newer than the pack's data",
    },
  },
  *check(resource, { index, parameters: { withoutResource } }) {
    if (isBoundaryOnly(resource, index)) return;
    for (const { name, actions = [], resources = [], conditions } of grants(resource)) {
      const anything = resources.find(isAnything);
      if (anything === undefined || conditions.some(namesResource)) continue;
      const nameable = actions.filter((action) => !elsewhere(action) && !takesNoResource(action, withoutResource));
      if (nameable.length > 0) yield `allows ${nameable.join(", ")} on ${anything} in ${name}`;
    }
  },
});
