import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { alarmIds } from "../components/alerting/alarm-catalogue";
import type { AlarmOverrides } from "../components/alerting/alarms";
import type { Notices } from "../components/alerting/notices";
import type { Subscriber } from "../components/alerting/subscribers";
import { defaults } from "../components/internal/defaults";
import { limits, type Range, rangeText } from "../components/internal/limits";
import { nameRule } from "../components/internal/names";
import type { Principal } from "../components/internal/roles/principals";
import { complianceWords, type ObjectLock } from "../components/secure-bucket/args";
import { isOrigin } from "../components/secure-bucket/validation";

/**
 * The configuration of one environment: the keys of `Pulumi.<stack>.yaml`, each with what it allows and an example.
 * Read in this one place; a wrong, missing or unknown key stops the program before anything is deployed.
 */

interface Key<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  /** What is allowed, for people. */
  readonly allowed: string;
  /** The lines for the YAML file, indented as below `config:`. */
  readonly example: string;
  /** Used where the key is absent; a key without a default must be given. */
  readonly byDefault?: () => T;
}

const key = <T>(key: Key<T>): Key<T> => key;

const matching = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));
const whole = ({ least, most }: Range) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const named = (part: "company" | "environment" | "region", example: string, byDefault?: () => string) =>
  key({
    schema: matching(nameRule(part).pattern),
    allowed: nameRule(part).allowed,
    example,
    ...(byDefault ? { byDefault } : {}),
  });

const as = { as: v.string(), mfa: v.exactOptional(v.literal("not-required")) };
const sessionTags = v.exactOptional(v.boolean());
const names = v.exactOptional(v.string());

const principal = v.union([
  v.strictObject({ user: v.string() }),
  v.strictObject({ group: v.string(), members: v.array(v.string()), unlisted: v.exactOptional(v.boolean()) }),
  v.strictObject({ role: v.string(), ...as }),
  v.strictObject({ roleArn: v.string(), ...as }),
  v.strictObject({ saml: v.string(), audiences: v.exactOptional(v.array(v.string())), names, sessionTags }),
  v.strictObject({ oidc: v.string(), audience: v.string(), subject: v.string(), as: v.string(), sessionTags }),
  v.strictObject({ identityCenter: v.string(), region: v.exactOptional(v.string()), names, sessionTags }),
]);

const principalKinds =
  "{ user }, { group, members }, { role, as, mfa: not-required }, { roleArn, as, mfa: not-required }, " +
  "{ identityCenter }, { saml } or { oidc, audience, subject, as }; docs/people.md compares them";

const principals = (who: string, example: string) =>
  key({
    schema: v.pipe(v.array(principal), v.minLength(1)),
    allowed: `a list of those who may ${who}: ${principalKinds}`,
    example,
  });

const subscriber = v.variant("kind", [
  v.strictObject({ kind: v.literal("email"), address: v.string() }),
  v.strictObject({ kind: v.literal("https"), url: v.string() }),
  v.strictObject({ kind: v.literal("sqs"), queueArn: v.string() }),
  v.strictObject({ kind: v.literal("slack"), teamId: v.string(), channelId: v.string() }),
  v.strictObject({ kind: v.literal("teams"), tenantId: v.string(), teamId: v.string(), channelId: v.string() }),
]);

const tuning = v.strictObject({
  threshold: v.exactOptional(whole(limits.alarmThreshold)),
  periodSeconds: v.exactOptional(whole(limits.alarmPeriodSeconds)),
});

/** What the stack says about its alarms. */
interface Alerts {
  readonly subscribers?: readonly Subscriber[];
  readonly notices?: Notices;
  readonly alarms?: AlarmOverrides;
}

/** Whose trail it is. */
type TrailChoice =
  | { readonly kind: "own"; readonly keepDays?: number; readonly logRetentionDays?: number }
  | { readonly kind: "organisation"; readonly logGroupName: string };

const keys = {
  "aws:region": named("region", "aws:region: eu-central-1"),
  "coffer:company": named("company", "coffer:company: acme"),
  "coffer:environment": named("environment", "coffer:environment: dev", pulumi.getStack),
  "coffer:uploaders": principals("upload", "coffer:uploaders:\n  - user: alice"),
  "coffer:viewers": principals("list and download", "coffer:viewers:\n  - user: victor"),
  "coffer:admins": principals("administer", "coffer:admins:\n  - user: ada"),
  "coffer:custodians": key<readonly Principal[] | undefined>({
    schema: v.optional(v.pipe(v.array(principal), v.minLength(1))),
    allowed: "a list of those who may delete a version for good: { user } or { group, members }; without it nobody may",
    example: "coffer:custodians:\n  - user: carla",
    byDefault: () => undefined,
  }),
  "coffer:trustPolicyQuota": key<number>({
    schema: whole(limits.trustPolicyQuota),
    allowed: `the characters of a trust policy that the account's quota allows, ${rangeText(limits.trustPolicyQuota)}`,
    example: "coffer:trustPolicyQuota: 2048",
    byDefault: () => limits.trustPolicyQuota.least,
  }),
  "coffer:auditors": principals("read the audit trail", "coffer:auditors:\n  - user: audrey"),
  "coffer:standbyRegion": named("region", "coffer:standbyRegion: eu-west-1"),
  "coffer:objectLock": key<ObjectLock>({
    schema: v.union([
      v.strictObject({ mode: v.literal("governance"), days: whole(limits.lockDays) }),
      v.strictObject({
        mode: v.literal("compliance"),
        days: whole(limits.lockDays),
        confirm: v.literal(complianceWords),
      }),
    ]),
    allowed: `how long vault and trail keep every version: mode governance or compliance, days ${rangeText(limits.lockDays)}; compliance cannot be undone, and needs confirm: ${complianceWords}`,
    example: "coffer:objectLock:\n  mode: governance\n  days: 7",
    byDefault: () => defaults.vault.objectLock,
  }),
  "coffer:layout": key<"per-caller" | "shared">({
    schema: v.picklist(["per-caller", "shared"]),
    allowed: "per-caller (uploads land below the caller's name) or shared",
    example: "coffer:layout: per-caller",
    byDefault: () => "per-caller",
  }),
  "coffer:urlSeconds": key<number>({
    schema: whole(limits.urlSeconds),
    allowed: `the longest life of a presigned URL in seconds, ${rangeText(limits.urlSeconds)}`,
    example: "coffer:urlSeconds: 900",
    byDefault: () => defaults.api.urlSeconds,
  }),
  "coffer:largestObject": key<number>({
    schema: whole(limits.largestObject),
    allowed: `the largest object that may be uploaded, in bytes, ${rangeText(limits.largestObject)}`,
    example: "coffer:largestObject: 1099511627776",
    byDefault: () => defaults.api.largestObject,
  }),
  "coffer:openUploads": key<number>({
    schema: whole(limits.openUploads),
    allowed: `the most uploads in progress of one caller, ${rangeText(limits.openUploads)}`,
    example: "coffer:openUploads: 1000",
    byDefault: () => defaults.api.openUploads,
  }),
  "coffer:throttle": key<{ rate: number; burst: number }>({
    schema: v.strictObject({ rate: whole(limits.throttleRate), burst: whole(limits.throttleBurst) }),
    allowed: `requests of one route a second (rate, ${rangeText(limits.throttleRate)}) and at once (burst, ${rangeText(limits.throttleBurst)})`,
    example: "coffer:throttle:\n  rate: 20\n  burst: 20",
    byDefault: () => defaults.api.throttle,
  }),
  "coffer:concurrency": key<number | undefined>({
    schema: v.optional(whole(limits.concurrency)),
    allowed: `executions of each function at once, ${rangeText(limits.concurrency)}; as many as coffer:throttle lets in, or more`,
    example: "coffer:concurrency: 110",
    byDefault: () => undefined,
  }),
  "coffer:trail": key<TrailChoice>({
    schema: v.variant("kind", [
      v.strictObject({
        kind: v.literal("own"),
        keepDays: v.exactOptional(whole(limits.trailDays)),
        logRetentionDays: v.exactOptional(v.number()),
      }),
      v.strictObject({ kind: v.literal("organisation"), logGroupName: v.string() }),
    ]),
    allowed: `kind own (keepDays, ${rangeText(limits.trailDays)}; logRetentionDays, 365 or longer) or kind organisation (logGroupName, where a trail that is there already writes)`,
    example: "coffer:trail:\n  kind: own\n  keepDays: 365",
    byDefault: () => ({ kind: "own" }),
  }),
  "coffer:alerts": key<Alerts>({
    schema: v.strictObject({
      subscribers: v.exactOptional(v.array(subscriber)),
      notices: v.exactOptional(v.picklist(["all", "writes", "none"])),
      alarms: v.exactOptional(
        v.record(v.picklist(alarmIds), v.union([v.literal(false), tuning])) satisfies v.GenericSchema<
          unknown,
          AlarmOverrides
        >,
      ),
    }),
    allowed: `subscribers (kind email, https, sqs, slack or teams), notices (all, writes or none), alarms (by name, false or threshold and periodSeconds): ${alarmIds.join(", ")}`,
    example: [
      "coffer:alerts:",
      "  subscribers:",
      "    - kind: email",
      "      address: security@example.com",
      "  notices: writes",
      "  alarms:",
      "    api-4xx: false",
      "    failed-uploads:",
      "      threshold: 10",
    ].join("\n"),
    byDefault: () => ({}),
  }),
  "coffer:accountId": key<string | undefined>({
    schema: v.optional(matching(nameRule("accountId").pattern)),
    allowed: `${nameRule("accountId").allowed}: any other account is refused`,
    example: 'coffer:accountId: "123456789012"',
  }),
  "coffer:origins": key<readonly string[]>({
    schema: v.array(v.pipe(v.string(), v.check(isOrigin))),
    allowed:
      "a list of the web pages that may use API and bucket from a browser, each by scheme and host (https://files.example.com)",
    example: "coffer:origins:\n  - https://files.example.com",
    byDefault: () => [],
  }),
  "coffer:protect": key({
    schema: v.boolean(),
    allowed: "true or false: whether pulumi destroy is refused, or deletes the stack with all of its files",
    example: "coffer:protect: true",
    byDefault: () => true,
  }),
};

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

const unendable = `coffer:protect is false, and coffer:objectLock has mode compliance: nobody can delete what vault and trail hold before
the lock's days are over. Leave coffer:protect out to keep the stack, or give the lock mode governance. How to take down a stack
that has had a compliance lock: docs/operations.md.
`;

/** Reads and checks the stack's configuration. Throws one `RunError` that names every key at fault. */
export const readStackConfig = () => {
  const problems: string[] = [];
  for (const name of Object.keys(pulumi.runtime.allConfig()))
    if (name.startsWith("coffer:") && !Object.hasOwn(keys, name))
      problems.push(`${name} is not a key of Coffer.\n  the keys are: ${Object.keys(keys).join(", ")}`);
  const values: Partial<Record<keyof Keys, unknown>> = {};
  for (const [name, key] of Object.entries(keys) as [keyof Keys, Key<unknown>][])
    values[name] = read(name, key, problems);
  if (problems.length > 0)
    throw new pulumi.RunError(
      `The configuration of stack '${pulumi.getStack()}' cannot be used.\n\n${problems.join("\n\n")}\n`,
    );
  const checked = values as Values;
  if (!checked["coffer:protect"] && checked["coffer:objectLock"].mode === "compliance")
    throw new pulumi.RunError(unendable);
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
    objectLock: checked["coffer:objectLock"],
    layout: checked["coffer:layout"],
    urlSeconds: checked["coffer:urlSeconds"],
    largestObject: checked["coffer:largestObject"],
    openUploads: checked["coffer:openUploads"],
    throttle: checked["coffer:throttle"],
    concurrency: checked["coffer:concurrency"],
    protect: checked["coffer:protect"],
  };
};
