import { basename, dirname, extname } from "node:path";
import type { BucketView } from "../buckets/bucket-view";
import { UnreadablePolicy } from "../iam/document";
import { type Parameters, type ParameterValues, parameterValues } from "./parameters";
import { type PackResource, packResource, tokensOf } from "./resource";
import type { StackIndex } from "./stack-index";
import { NotKnownYet } from "./values";

/** A control that a rule answers to: `FSBP S3.8` (AWS Foundational Security Best Practices), `CIS 3.0.0 2.1.4`. */
export type Control = `FSBP ${string}.${number}` | `CIS ${number}.${number}.${number} ${number}.${string}`;

/** The page of AWS's documentation that a rule rests on. */
export interface AwsDocument {
  /** The guide and the page, as AWS calls them. */
  readonly title: string;
  readonly url: `https://docs.aws.amazon.com/${string}`;
}

export type Severity = "low" | "medium" | "high" | "critical";

/** What a violation does: `mandatory` stops the deployment, `advisory` is printed. */
export type Level = "mandatory" | "advisory";

/** What everybody can read about a rule. One sentence each, without a full stop in the end. */
export interface RuleText {
  /** What is to hold. */
  readonly what: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do about a finding, in the words of @pulumi/aws. */
  readonly fix: string;
  readonly controls: readonly Control[];
  /** Or why no page of AWS's says it, for a rule that is not about AWS. */
  readonly document: AwsDocument | `none: ${string}`;
  readonly severity: Severity;
  readonly level: Level;
}

/** What a check says: a violation of the resource at hand, or of the one named by `at`. */
export type Found = string | { readonly message: string; readonly at: PackResource };

export interface Finding {
  readonly rule: Rule;
  readonly resource: PackResource;
  /** What is wrong, what is not known yet, or what the rule threw. */
  readonly message: string;
  /** `failed` if the rule threw: what it would have found is not known, and will not be. */
  readonly verdict: "violation" | "unknown" | "failed";
}

/** One input to set. */
export interface Mend {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

interface Given<P extends Parameters> {
  readonly parameters: ParameterValues<P>;
}

interface Shared<P extends Parameters> extends RuleText {
  /** What a user may tune. */
  readonly parameters?: P;
}

export interface ResourceRule<P extends Parameters> extends Shared<P> {
  /** The types it is about, as @pulumi/aws v7 calls them. */
  readonly types: readonly string[];
  /** Looks at one resource by itself. */
  readonly check: (resource: PackResource, given: Given<P>) => Iterable<Found>;
  /** What to set in the inputs of one resource; nothing where it is right. Safe and local mends only. */
  readonly remediate?: (resource: PackResource) => readonly Mend[];
}

export interface BucketRule<P extends Parameters> extends Shared<P> {
  /** Looks at one bucket with all that belongs to it. */
  readonly check: (bucket: BucketView, given: Given<P> & { readonly index: StackIndex }) => Iterable<Found>;
}

export interface StackRule<P extends Parameters> extends Shared<P> {
  /** The types it is about, as @pulumi/aws v7 calls them. */
  readonly types: readonly string[];
  /** Looks at one resource and, through the index, at whatever it is joined to. */
  readonly check: (resource: PackResource, given: Given<P> & { readonly index: StackIndex }) => Iterable<Found>;
}

/** A rule as the pack runs it. */
export interface Rule extends RuleText {
  /** The name of its file. */
  readonly id: string;
  /** The name of its folder. */
  readonly service: string;
  readonly parameters: Parameters;
  /** The resource types it is about. */
  readonly types: readonly string[];
  /** Runs on a whole stack. */
  readonly run: (index: StackIndex, parameters: Readonly<Record<string, unknown>>) => readonly Finding[];
  /** There if the rule decides from one resource alone: the engine then asks before the resource is made. */
  readonly runOne?: (resource: PackResource, parameters: Readonly<Record<string, unknown>>) => readonly Finding[];
  readonly remediate?: (resource: PackResource) => readonly Mend[];
}

const bucketType = "aws:s3/bucket:Bucket";

/** A rule about one resource by itself. `file` is `__filename`, whose name is the rule's id. */
export const resourceRule = <const P extends Parameters = Record<never, never>>(
  file: string,
  { check, remediate, types, ...shared }: ResourceRule<P>,
): Rule => {
  const runOne = (rule: Rule, resource: PackResource, given: Readonly<Record<string, unknown>>) =>
    guarded(rule, resource, () => check(resource, { parameters: valuesFor(shared.parameters, given) }));
  const rule: Rule = {
    ...base(file, shared, types),
    run: (index, given) => index.ofType(...types).flatMap((resource) => runOne(rule, resource, given)),
    runOne: (resource, given) => (types.includes(resource.type) ? runOne(rule, resource, given) : []),
    ...(remediate === undefined ? {} : { remediate }),
  };
  return rule;
};

/** A rule about a bucket, whatever its shape: plain, `*V2` or with inline blocks. */
export const bucketRule = <const P extends Parameters = Record<never, never>>(
  file: string,
  { check, ...shared }: BucketRule<P>,
): Rule => {
  const rule: Rule = {
    ...base(file, shared, [bucketType]),
    run: (index, given) => {
      const context = { index, parameters: valuesFor(shared.parameters, given) };
      return index.buckets.flatMap((bucket) =>
        withoutRepeats(
          bucket.readings.flatMap((reading) =>
            guarded(rule, bucket.resource, () => check(reading, context), bucket.spokesman),
          ),
        ),
      );
    },
  };
  return rule;
};

/** A rule about a resource and what it is joined to. */
export const stackRule = <const P extends Parameters = Record<never, never>>(
  file: string,
  { check, types, ...shared }: StackRule<P>,
): Rule => {
  const rule: Rule = {
    ...base(file, shared, types),
    run: (index, given) => {
      const context = { index, parameters: valuesFor(shared.parameters, given) };
      return index.ofType(...types).flatMap((resource) => guarded(rule, resource, () => check(resource, context)));
    },
  };
  return rule;
};

const base = <P extends Parameters>(file: string, shared: Shared<P>, types: readonly string[]) => ({
  ...shared,
  id: basename(file, extname(file)),
  service: basename(dirname(file)),
  parameters: shared.parameters ?? {},
  types: types.flatMap(tokensOf),
});

/** A bucket is read several times if several resources make one setting: what each reading says counts once. */
const withoutRepeats = (findings: readonly Finding[]): readonly Finding[] => {
  const said = findings.map(({ verdict, resource, message }) => `${verdict} ${resource.urn} ${message}`);
  return findings.filter((_, place) => said.indexOf(said[place] ?? "") === place);
};

/** One resource at a time: what is not known of one, or fails at it, keeps no finding about another back. */
const guarded = (
  rule: Rule,
  subject: PackResource,
  check: () => Iterable<Found>,
  spokesman = subject,
): readonly Finding[] => {
  const findings: Finding[] = [];
  try {
    for (const found of check()) {
      const { message, at } = typeof found === "string" ? { message: found, at: subject } : found;
      // What is wrong with somebody else's resource is not for this program to correct.
      if (!at.external) findings.push({ rule, resource: at, message, verdict: "violation" });
    }
  } catch (error) {
    if (error instanceof NotKnownYet)
      findings.push({ rule, resource: spokesman, message: error.message, verdict: "unknown" });
    else if (error instanceof UnreadablePolicy)
      findings.push({
        rule,
        resource: spokesman,
        message: `has a policy that cannot be read: ${error.message}`,
        verdict: "violation",
      });
    else findings.push(failure(rule, error, spokesman));
  }
  return findings;
};

const valuesFor = <P extends Parameters>(
  parameters: P | undefined,
  given: Readonly<Record<string, unknown>>,
): ParameterValues<P> => parameterValues(parameters ?? {}, given) as ParameterValues<P>;

/** Stands where a rule fails before it looks at any resource. */
const nowhere = packResource({ urn: "", token: "pulumi:pulumi:Stack", name: "the stack", inputs: {} });

/** What a rule threw, as a finding: on one line, with no stack. */
export const failure = (rule: Rule, error: unknown, resource: PackResource = nowhere): Finding => {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { rule, resource, message: said.replace(/\s+/g, " ").trim(), verdict: "failed" };
};
