import type { PackResource } from "../framework/resource";
import { NotKnownYet, notKnown } from "../framework/values";
import { type Setting, settingsIn } from "./settings";
import { secretIn } from "./variables";

const parameterType = "aws:ssm/parameter:Parameter";

/** A parameter that everybody who may read parameters reads: only a SecureString is encrypted. */
function* parameterOf({ inputs, name }: PackResource): Generator<Setting> {
  if (inputs.isKnown("type") && inputs.text("type") === "SecureString") return;
  const called = inputs.isKnown("name") ? (inputs.text("name") ?? name) : name;
  for (const property of ["value", "insecureValue"]) {
    const value = inputs.isKnown(property) ? inputs.text(property) : notKnown;
    if (value !== undefined) yield { name: called.split("/").at(-1) ?? called, value };
  }
}

/** The settings in a resource's properties. */
function* settingsOf(resource: PackResource): Generator<Setting> {
  const { inputs, type } = resource;
  if (type === parameterType) yield* parameterOf(resource);
  for (const name of inputs.keys()) yield* settingsIn(inputs.isKnown(name) ? inputs.raw(name) : notKnown, name);
}

/**
 * What looks like a secret in plain text in a resource's settings, in the words of a finding. In the end throws
 * {@link NotKnownYet} where a setting is not known: it may be one.
 */
export function* plainSecrets(resource: PackResource, harmless: readonly string[]): Generator<string> {
  let unknown: string | undefined;
  for (const { name, value } of settingsOf(resource)) {
    if (harmless.includes(name)) continue;
    if (value === notKnown) unknown ??= name;
    const wrong = typeof value === "string" ? secretIn(name, value) : undefined;
    if (wrong !== undefined) yield wrong;
  }
  if (unknown !== undefined) throw new NotKnownYet(`${unknown} of ${resource.name}`);
}
