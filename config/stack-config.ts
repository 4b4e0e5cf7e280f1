import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import type { Key } from "./key";
import { keys } from "./keys";
import { nearest } from "./nearest";

/**
 * The configuration of one environment: the keys of `Pulumi.<stack>.yaml`, which `keys/` describes by subject. A wrong,
 * missing or unknown key stops the program before anything is deployed.
 */

type Keys = typeof keys;
type Values = { [K in keyof Keys]: Keys[K] extends Key<infer T> ? T : never };

const indent = (text: string, by: number): string => text.replace(/^/gm, " ".repeat(by));

const problem = (name: string, what: string, { allowed, example }: Key<unknown>): string =>
  `${name} ${what}.\n  allowed: ${allowed}\n  in Pulumi.${pulumi.getStack()}.yaml, below config:\n${indent(example, 4)}`;

/** Text stays text; everything else reaches a program as JSON. */
const parse = (given: string): unknown => {
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
};

const read = <T>(name: string, key: Key<T>, problems: string[]): T | undefined => {
  const [namespace = "", short = ""] = name.split(":");
  const given = new pulumi.Config(namespace).get(short);
  if (given === undefined) {
    const result = v.safeParse(key.schema, key.byDefault?.());
    if (result.success) return result.output;
    const byDefault = key.byDefault && `is ${JSON.stringify(key.byDefault())} by default`;
    problems.push(problem(name, byDefault ?? "is missing", key));
    return undefined;
  }
  for (const value of [given, parse(given)]) {
    const result = v.safeParse(key.schema, value);
    if (result.success) return result.output;
  }
  problems.push(problem(name, `is ${JSON.stringify(parse(given))}`, key));
  return undefined;
};

/** The names of the stack's configuration that begin with `coffer:` and are no keys, each with the key that was probably meant. */
const unknownKeys = (): string[] => {
  const known = Object.keys(keys);
  return Object.keys(pulumi.runtime.allConfig())
    .filter((name) => name.startsWith("coffer:") && !known.includes(name))
    .map(
      (name) =>
        `${name} is not a key of Coffer. Did you mean ${nearest(name, known)}?\n  the keys are: ${known.join(", ")}`,
    );
};

const unendable = (
  name: string,
  buckets: string,
) => `coffer:protect is false, and ${name} has mode compliance: nobody can delete what ${buckets} before
the lock's days are over. Leave coffer:protect out to keep the stack, or give the lock mode governance. How to take down a stack
that has had a compliance lock: docs/operations.md.
`;

/** Reads and checks the stack's configuration. Throws one `RunError` that names every key at fault. */
export const readStackConfig = () => {
  const problems = unknownKeys();
  const values: Partial<Record<keyof Keys, unknown>> = {};
  for (const [name, key] of Object.entries(keys) as [keyof Keys, Key<unknown>][])
    values[name] = read(name, key, problems);
  if (problems.length > 0)
    throw new pulumi.RunError(
      `The configuration of stack '${pulumi.getStack()}' cannot be used.\n\n${problems.join("\n\n")}\n`,
    );
  const checked = values as Values;
  const { "coffer:protect": protect, "coffer:objectLock": objectLock, "coffer:mainLock": mainLock } = checked;
  if (!protect && objectLock.mode === "compliance")
    throw new pulumi.RunError(unendable("coffer:objectLock", "vault and trail hold"));
  if (!protect && mainLock?.mode === "compliance")
    throw new pulumi.RunError(unendable("coffer:mainLock", "the main bucket holds"));
  return {
    naming: {
      company: checked["coffer:company"],
      environment: checked["coffer:environment"],
      region: checked["aws:region"],
      ...(checked["coffer:accountId"] === undefined ? {} : { accountId: checked["coffer:accountId"] }),
    },
    browsers: checked["coffer:origins"].length === 0 ? {} : { cors: { origins: checked["coffer:origins"] } },
    principals: {
      uploaders: checked["coffer:uploaders"],
      viewers: checked["coffer:viewers"],
      admins: checked["coffer:admins"],
      ...(checked["coffer:custodians"] ? { custodians: checked["coffer:custodians"] } : {}),
    },
    auditors: checked["coffer:auditors"],
    trustPolicyQuota: checked["coffer:trustPolicyQuota"],
    trail: checked["coffer:trail"],
    alerts: checked["coffer:alerts"],
    standbyRegion: checked["coffer:standbyRegion"],
    objectLock,
    main: {
      lifecycle: checked["coffer:lifecycle"],
      resumeDays: checked["coffer:resumeDays"],
      ...(mainLock && { objectLock: mainLock }),
    },
    vaultLifecycle: checked["coffer:vaultLifecycle"],
    accessLogDays: checked["coffer:accessLogDays"],
    logRetentionDays: checked["coffer:logRetentionDays"],
    layout: checked["coffer:layout"],
    urlSeconds: checked["coffer:urlSeconds"],
    largestObject: checked["coffer:largestObject"],
    openUploads: checked["coffer:openUploads"],
    throttle: checked["coffer:throttle"],
    concurrency: checked["coffer:concurrency"],
    protect,
  };
};
