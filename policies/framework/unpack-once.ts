import * as sdk from "@pulumi/policy/deserialize";

type Unpack = (message: object, keepSecrets: boolean) => unknown;

const isUnpack = (value: unknown): value is Unpack => typeof value === "function";

/**
 * Makes `@pulumi/policy` unpack each resource once. It unpacks a resource's properties anew for every policy: 1,000
 * resources and 76 rules are 76,000 unpackings. No rule changes what it reads, so all rules can share one copy. Mends
 * do change it: the SDK asks for theirs with `keepSecrets`, and they get a copy of their own.
 *
 * Returns false where the SDK has no such function any more. The pack is then right, and slower; a test fails.
 */
export const unpackOnce = (module: object = sdk): boolean => {
  const unpack: unknown = Reflect.get(module, "deserializeProperties");
  if (!isUnpack(unpack)) return false;
  const known = new WeakMap<object, unknown>();
  return Reflect.set(module, "deserializeProperties", (message: object, keepSecrets: boolean): unknown => {
    if (keepSecrets) return unpack(message, keepSecrets);
    if (!known.has(message)) known.set(message, unpack(message, keepSecrets));
    return known.get(message);
  });
};
