import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { documentsOf } from "../../iam/resource-documents";
import { mustNameSource, servicesForAnyone, sourceGivers } from "../../iam/service-source";

export const rule = resourceRule(__filename, {
  what: "A resource's policy that admits an AWS service says for whom",
  why: "a service works for every customer of AWS: without a source, anyone can have it read or write here on their behalf",
  fix: "Add StringEquals aws:SourceAccount, or ArnLike aws:SourceArn with the ARN of what calls, to the statement",
  controls: [],
  document: {
    title: "IAM User Guide, AWS global condition context keys",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  },
  severity: "high",
  level: "mandatory",
  types: Object.keys(sourceGivers),
  parameters: {
    silent: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Further services that do not say for whom they call, as EventBridge does not to a topic and its key",
    },
  },
  *check(resource, { parameters: { silent } }) {
    const { type } = resource;
    const givers = Object.hasOwn(sourceGivers, type) ? sourceGivers[type] : undefined;
    if (givers === undefined) return;
    // EventBridge does not say for which rule it publishes to a topic, nor to the topic's key (Amazon SNS Developer
    // Guide, "Key management"), and a condition would stop it. To a queue it does.
    const quiet = /^aws:(?:sns|kms)\//.test(type) ? ["events.amazonaws.com", ...silent] : silent;
    for (const { document } of documentsOf(resource))
      for (const audience of audiences(document)) {
        const { statement } = audience;
        for (const service of servicesForAnyone(audience, quiet))
          if (mustNameSource(givers, statement, service)) yield `admits ${service} for anyone in ${statement.name}`;
      }
  },
});
