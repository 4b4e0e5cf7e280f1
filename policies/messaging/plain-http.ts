import type { PackResource } from "../framework/resource";
import type { Found } from "../framework/rule";
import type { StackIndex } from "../framework/stack-index";
import { coversResource } from "../iam/audience";
import { deniesPlainHttp } from "../iam/plain-http";
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
  const denials = policy.statements.filter((statement) => deniesPlainHttp(statement, actions));
  const arn = destination.outputs.text("arn");
  if (denials.length === 0) yield { message: "does not deny requests without TLS", at: policy.from };
  else if (arn !== undefined && !denials.some((denial) => coversResource(denial, arn)))
    yield { message: `denies requests without TLS to something else than ${destination.name}`, at: policy.from };
}
