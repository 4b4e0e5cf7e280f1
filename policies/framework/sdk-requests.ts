import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";

type Read = (this: unknown) => unknown;

const isRead = (value: unknown): value is Read => typeof value === "function";

/** The messages that the SDK itself uses: a program may have several copies of `@pulumi/pulumi`. */
const messages = (): object => createRequire(require.resolve("@pulumi/policy"))("@pulumi/pulumi/proto/analyzer_pb");

/** Replaces a method of a kind of request; false where there is none. */
const replace = (module: object, request: string, method: string, by: (read: Read) => Read): boolean => {
  const kind: unknown = Reflect.get(module, request);
  const prototype: unknown = typeof kind === "function" ? kind.prototype : undefined;
  if (typeof prototype !== "object" || prototype === null) return false;
  const read: unknown = Reflect.get(prototype, method);
  return isRead(read) && Reflect.set(prototype, method, by(read));
};

/** The type of the resource that a request is about, until the code that read it has run. */
let asked: string | undefined;

/** A list of which whoever goes through it first sees the elements, and nobody after. */
const seenOnce = (list: readonly unknown[]): readonly unknown[] => {
  const made = [...list];
  let seen = false;
  const iterate = () => {
    const elements = seen ? [] : list;
    seen = true;
    return elements.values();
  };
  return Object.defineProperty(made, Symbol.iterator, { value: iterate });
};

/**
 * Makes `@pulumi/policy` spend on a policy only what the policy needs. For each of 90 policies it makes an object of the
 * resource at hand, or an answer that the policy does not apply, and at the end objects of all resources of the stack,
 * with a dozen values each. With this it asks about a resource only the policies of its type (see {@link forTypes}), and
 * shows the stack to the first policy only: the session makes one index of it for all rules (`shownOnce` in `engine.ts`).
 *
 * Returns false where the SDK's requests have other methods. It then shows all to every policy, which is slower, and a
 * test fails.
 */
export const askOnce = (module: object = messages()): boolean =>
  replace(
    module,
    "AnalyzeRequest",
    "getType",
    (read) =>
      function (this: unknown) {
        const type = read.call(this);
        asked = typeof type === "string" ? type : undefined;
        // The SDK goes through the policies before anything else runs. Whoever does so later asks something else.
        queueMicrotask(() => {
          asked = undefined;
        });
        return type;
      },
  ) &&
  replace(
    module,
    "AnalyzeStackRequest",
    "getResourcesList",
    (read) =>
      function (this: unknown) {
        asked = undefined;
        const resources = read.call(this);
        if (!Array.isArray(resources))
          throw new Error("@pulumi/policy shows no list of resources: use another version");
        return seenOnce(resources);
      },
  );

/** A policy, and the types that it is about; undefined for all types. */
export interface Typed {
  readonly policy: Policies[number];
  readonly types?: readonly string[] | undefined;
}

/** A list of policies in which a request about one resource finds those of its type only. Everybody else finds all. */
export const forTypes = (typed: readonly Typed[]): Policies => {
  const all = typed.map(({ policy }) => policy);
  const byType = new Map<string, Policies>();
  const iterate = () => {
    const type = asked;
    asked = undefined;
    if (type === undefined) return all.values();
    let about = byType.get(type);
    if (about === undefined) {
      about = typed.filter(({ types }) => types?.includes(type) ?? true).map(({ policy }) => policy);
      byType.set(type, about);
    }
    return about.values();
  };
  return Object.defineProperty([...all], Symbol.iterator, { value: iterate });
};
