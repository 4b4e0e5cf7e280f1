import type { PackResource } from "../framework/resource";
import type { Found } from "../framework/rule";
import type { StackIndex } from "../framework/stack-index";
import { coverAll } from "../iam/denials";
import { denialsOfPlainHttp } from "../iam/plain-http";
import { type OwnPolicy, policiesOf } from "./destination";

/** What is missing in one policy. */
function* missingIn(policy: OwnPolicy, { outputs, name }: PackResource, actions: readonly string[]): Generator<Found> {
  const denials = denialsOfPlainHttp(policy.statements);
  const arn = outputs.text("arn");
  // Without its ARN only what is denied can be judged, not where.
  const anywhere = denials.map((denial) => ({ ...denial, resources: ["*"], notResources: undefined }));
  if (denials.length === 0) yield { message: "does not deny requests without TLS", at: policy.from };
  else if (!coverAll(anywhere, { actions, resources: ["*"] }))
    yield { message: `denies some requests without TLS, but not all of ${actions.join(", ")}`, at: policy.from };
  else if (arn !== undefined && !coverAll(denials, { actions, resources: [arn] }))
    yield { message: `denies requests without TLS to something else than ${name}`, at: policy.from };
}

/** What is missing in the policies of a topic or queue, of which any may win, that are to refuse requests without TLS. */
export function* plainHttpIn(
  destination: PackResource,
  index: StackIndex,
  actions: readonly string[],
): Generator<Found> {
  const policies = policiesOf(destination, index);
  if (policies.length === 0) yield "has no policy that denies requests without TLS";
  for (const policy of policies) yield* missingIn(policy, destination, actions);
}
