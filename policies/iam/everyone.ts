import type { PackResource } from "../framework/resource";
import { audiences } from "./audience";
import { readPolicy } from "./document";

/** Each statement of a resource's policy that admits everyone, in the words of a finding. */
export function* everyoneIn({ inputs }: PackResource): Generator<string> {
  if (!inputs.has("policy")) return;
  for (const { everyone, statement } of audiences(readPolicy(inputs.whole("policy")))) {
    if (!everyone) continue;
    const conditions = statement.conditions.map(({ key }) => key).join(", ");
    yield `admits everyone in ${statement.name}${conditions ? `; its condition on ${conditions} does not narrow that` : ""}`;
  }
}
