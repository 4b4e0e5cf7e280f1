import { servicesThatMayNot, servicesThatSaySource } from "../../data/service-sources";
import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { narrows } from "../../iam/conditions";
import type { PolicyStatement } from "../../iam/document";
import { trustOf } from "../../iam/trust";

/** `logs.eu-central-1.amazonaws.com` is `logs.amazonaws.com`. */
const anyRegion = (service: string): string => service.replace(/\.[a-z]+(?:-[a-z]+)+-\d+\./, ".");

/** Whether a condition holds for named sources only, or for a request that does not say its source. */
const narrowsWhereSaid = ({ conditions }: PolicyStatement): boolean =>
  conditions.some((condition) => narrows({ ...condition, ifExists: false }));

export const rule = resourceRule(__filename, {
  what: "A trust in a service says for whom",
  why: "a service works for every customer: without a source, it can be talked into using the role for another account",
  fix: "Add a condition on aws:SourceAccount, or on aws:SourceArn with the ARN of what uses the role; for services that may not send them, with an operator that ends in IfExists",
  controls: [],
  document: {
    title: "IAM User Guide, AWS global condition context keys",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  },
  severity: "medium",
  level: "advisory",
  types: ["aws:iam/role:Role"],
  parameters: {
    services: {
      type: "array",
      items: { type: "string" },
      default: servicesThatSaySource,
      description: "The services that give aws:SourceAccount and aws:SourceArn when they assume a role",
    },
    silent: {
      type: "array",
      items: { type: "string" },
      default: servicesThatMayNot,
      description: "The services that may not give them; a condition with IfExists is enough for these",
    },
  },
  *check(role, { parameters }) {
    for (const { narrowed, services: trusted, statement } of audiences(trustOf(role))) {
      if (narrowed) continue;
      const whereSaid = narrowsWhereSaid(statement);
      for (const service of trusted.map(anyRegion))
        if (parameters.services.includes(service) || (parameters.silent.includes(service) && !whereSaid))
          yield `trusts ${service} for any account in ${statement.name}`;
    }
  },
});
