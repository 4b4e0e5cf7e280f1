import type { PackResource } from "../framework/resource";
import type { Found } from "../framework/rule";
import type { StackIndex } from "../framework/stack-index";
import { coverAll } from "../iam/denials";
import { denialsOfPlainHttp } from "../iam/plain-http";
import { policyOf } from "./destination";

/** What is missing in the policy of a topic or queue that is to refuse requests without TLS. */
export function* plainHttpIn(
  destination: PackResource,
  index: StackIndex,
  actions: readonly string[],
): Generator<Found> {
  const policy = policyOf(destination, index);
  if (policy === undefined) {
    yield "has no policy that denies requests without TLS";
    return;
  }
  const denials = denialsOfPlainHttp(policy.statements);
  const arn = destination.outputs.text("arn");
  // Without its ARN only what is denied can be judged, not where.
  const anywhere = denials.map((denial) => ({ ...denial, resources: ["*"], notResources: undefined }));
  if (denials.length === 0) yield { message: "does not deny requests without TLS", at: policy.from };
  else if (!coverAll(anywhere, { actions, resources: ["*"] }))
    yield { message: `denies some requests without TLS, but not all of ${actions.join(", ")}`, at: policy.from };
  else if (arn !== undefined && !coverAll(denials, { actions, resources: [arn] }))
    yield { message: `denies requests without TLS to something else than ${destination.name}`, at: policy.from };
}
