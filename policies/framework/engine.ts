import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { loneResource, stackResource } from "./engine-resource";
import { type Accepted, ExceptionBook, exceptionsSchema, readExceptions } from "./exceptions";
import { attempt, failureRemedy } from "./failure";
import { configSchema } from "./parameters";
import type { PackResource } from "./resource";
import { type Finding, failure, type Mend, type Rule } from "./rule";
import { forTypes } from "./sdk-requests";
import { StackIndex } from "./stack-index";

type Report = (message: string, urn?: string) => void;

/**
 * The rules as the engine's policies. A rule about one resource is asked before that resource is made, and once more
 * with the whole stack where it could not decide; the others are asked when all are registered. Four further policies hold what is about all rules: the exceptions, what is not known yet, and what failed.
 * The engine asks policies in this order, so that the first knows the exceptions before any rule needs them.
 */
export const enginePolicies = (
  rules: readonly Rule[],
  today: () => string,
  { shownOnce = false }: Shown = {},
): Policies => {
  const session = new Session(rules, today, shownOnce);
  return forTypes([
    { policy: session.first() },
    ...rules.map((rule) => ({ policy: session.policy(rule), types: rule.types })),
    { policy: session.notKnownYet() },
    { policy: session.failed() },
    { policy: session.accepted() },
  ]);
};

interface Shown {
  /** Whether the first policy alone is shown the stack: see `sdk-requests.ts`. Every policy, by default. */
  readonly shownOnce?: boolean;
}

/** The configuration of `exceptions`. */
interface Given {
  readonly accepted?: unknown;
  readonly refuseWide?: unknown;
}

/** What is wrong with a finding's resource, after what to do about it. */
const sentence = ({ rule, resource, message }: Finding): string => `${resource.name} ${message}. ${rule.fix}.`;

/** What the engine's one conversation with the pack has said so far. */
class Session {
  #book = new ExceptionBook([]);
  #config = "";
  #problems: readonly string[] = [];
  /** The rules that the engine asked in this pass. It asks none that is switched off. */
  readonly #asked = new Set<string>();
  /** The inputs of every resource, as they were registered. */
  readonly #registered = new Map<string, PackResource>();
  readonly #unknown = new Map<string, Finding>();
  readonly #failed = new Map<string, Finding>();
  readonly #accepted = new Map<string, Accepted>();
  #index: { readonly index: StackIndex; readonly usedBy: Set<string> } | undefined;
  /** Whether the stack was shown and could not be read. */
  #unread = false;

  constructor(
    private readonly rules: readonly Rule[],
    private readonly today: () => string,
    private readonly shownOnce: boolean,
  ) {}

  /** Holds the configuration of the exceptions, and remembers what is registered. Comes before all rules. */
  first(): StackValidationPolicy & ResourceValidationPolicy {
    return {
      name: "exceptions",
      displayName: "exceptions",
      description: "Every exception from a rule counts: it is well-formed and has not expired",
      enforcementLevel: "mandatory",
      severity: "medium",
      remediationSteps: "Mend the finding, or renew or remove the exception.",
      configSchema: exceptionsSchema,
      validateResource: (args) => {
        this.#configure(args.getConfig<Given>());
        this.#registered.set(args.urn, loneResource(args));
      },
      validateStack: (args, report) => {
        this.#indexOf("exceptions", args.resources);
        this.#configure(args.getConfig<Given>());
        for (const problem of this.#problems) report(problem);
      },
    };
  }

  policy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
    const { runOne, remediate } = rule;
    const schema = configSchema(rule.parameters);
    const shared = {
      name: rule.id,
      displayName: rule.id,
      description: `${rule.what}: ${rule.why}.`,
      enforcementLevel: rule.level,
      severity: rule.severity,
      remediationSteps: `${rule.fix}.`,
      ...(rule.controls.length === 0 ? {} : { tags: [...rule.controls] }),
      ...(schema === undefined ? {} : { configSchema: schema }),
    };
    const mending = remediate && {
      remediateResource: (args: ResourceValidationArgs) =>
        rule.types.includes(args.type) ? this.#mended(rule, args, remediate) : undefined,
    };
    if (runOne !== undefined) {
      const open = new Undecided();
      const validateResource = (args: ResourceValidationArgs, report: Report) => {
        if (!rule.types.includes(args.type)) return;
        const resource = this.#lone(args);
        const findings = attempt(rule, () => runOne(resource, args.getConfig()), resource);
        this.#say(open.decided(args.urn, findings), report);
      };
      const validateStack: StackValidationPolicy["validateStack"] = ({ resources, getConfig }, report) => {
        this.#asked.add(rule.id);
        const index = this.#indexOf(rule.id, resources);
        this.#say(
          open.decide((urn) => {
            const resource = index.byUrn(urn);
            return resource === undefined ? [] : attempt(rule, () => runOne(resource, getConfig()), resource);
          }),
          report,
        );
      };
      return { ...shared, ...mending, validateResource, validateStack };
    }
    return {
      ...shared,
      validateStack: ({ resources, getConfig }, report) => {
        this.#asked.add(rule.id);
        const index = this.#indexOf(rule.id, resources);
        this.#say(
          attempt(rule, () => rule.run(index, getConfig())),
          report,
        );
      },
    };
  }

  /** Says what no rule could decide. Comes after all rules. */
  notKnownYet(): StackValidationPolicy {
    return {
      name: "not-known-yet",
      displayName: "not-known-yet",
      description: "What these rules ask about is not known before the deployment, and is decided in its course",
      enforcementLevel: "advisory",
      severity: "low",
      validateStack: (_, report) => {
        for (const { rule, resource, message } of this.#unknown.values())
          report(`${rule.id} cannot decide about ${resource.name}: ${message}.`, resource.urn);
        this.#unknown.clear();
      },
    };
  }

  /** Refuses the deployment if a rule failed: what that rule would have found is not known. Comes after all rules. */
  failed(): StackValidationPolicy {
    return {
      name: "rule-failed",
      displayName: "rule-failed",
      description: "No rule fails: one that does is as good as switched off",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: failureRemedy,
      validateStack: (_, report) => {
        for (const { rule, resource, message } of this.#failed.values())
          report(`${rule.id} failed at ${resource.name}: ${message}. ${failureRemedy}`, resource.urn || undefined);
        this.#failed.clear();
      },
    };
  }

  /** Prints every exception that was used, and each that was not. The last policy: it ends one pass. */
  accepted(): StackValidationPolicy {
    return {
      name: "accepted-exceptions",
      displayName: "accepted-exceptions",
      description: "Exceptions from rules, with their reasons, and rules that are switched off",
      enforcementLevel: "advisory",
      severity: "low",
      validateStack: (_, report) => {
        for (const { finding, exception } of this.#accepted.values())
          report(
            `${finding.rule.id}: ${finding.resource.name} ${finding.message}. Accepted until ${exception.expires}: ${exception.reason}`,
            finding.resource.urn,
          );
        for (const message of this.#book.unmatched(this.#index?.index.resources[0]?.urn)) report(message);
        const off = this.rules.map(({ id }) => id).filter((id) => !this.#asked.has(id));
        if (off.length > 0) report(`${off.length} of ${this.rules.length} rules are switched off: ${off.join(", ")}.`);
        this.#asked.clear();
        this.#accepted.clear();
        // The next deployment registers its resources anew; what it only reads it does not register.
        this.#registered.clear();
        this.#index = undefined;
      },
    };
  }

  #configure({ accepted, refuseWide }: Given): void {
    const config = JSON.stringify([accepted, refuseWide]) ?? "";
    if (config === this.#config) return;
    this.#config = config;
    const known = { rules: new Set(this.rules.map(({ id }) => id)), today: this.today() };
    const { exceptions, problems } = readExceptions(accepted, known);
    this.#book = new ExceptionBook(exceptions);
    this.#problems = refuseWide === true ? [...problems, ...this.#book.tooWide()] : problems;
  }

  #mended(rule: Rule, args: ResourceValidationArgs, remediate: (resource: PackResource) => readonly Mend[]) {
    const resource = loneResource(args);
    try {
      return mend(args, remediate(resource));
    } catch (error) {
      this.#say([failure(rule, error, resource)], () => {});
      return undefined;
    }
  }

  #say(findings: readonly Finding[], report: Report): void {
    for (const finding of findings) {
      const key = `${finding.rule.id} ${finding.resource.urn} ${finding.message}`;
      const exception = finding.verdict === "failed" ? undefined : this.#book.accepts(finding);
      if (finding.verdict === "unknown") this.#unknown.set(key, finding);
      else if (finding.verdict === "failed") this.#failed.set(key, finding);
      else if (exception !== undefined) this.#accepted.set(key, { finding, exception });
      else report(sentence(finding), finding.resource.urn);
    }
  }

  #lone(args: ResourceValidationArgs): PackResource {
    return this.#registered.get(args.urn) ?? loneResource(args);
  }

  /**
   * One index for all rules of one pass. Where every policy is shown the stack, a policy that asks a second time begins
   * the next pass; where the first policy alone is, a list that is not empty does.
   */
  #indexOf(policy: string, resources: readonly PolicyResource[]): StackIndex {
    const begins = this.shownOnce ? resources.length > 0 : this.#index?.usedBy.has(policy);
    if (this.#index === undefined || begins) this.#index = { index: this.#joined(resources), usedBy: new Set() };
    this.#index.usedBy.add(policy);
    return this.#index.index;
  }

  #joined(resources: readonly PolicyResource[]): StackIndex {
    // The list that could not be read is not shown again, and an empty one in its place would be clean.
    if (this.#unread && resources.length === 0) throw new Error("the resources of the stack could not be read");
    this.#index = undefined;
    this.#unread = true;
    const made = resources.map((resource) => stackResource(resource, this.#registered.get(resource.urn)));
    const index = new StackIndex(made);
    this.#unread = false;
    return index;
  }
}

/**
 * What a rule about one resource could not decide before the resource is made: the engine then shows the resource's
 * properties without telling where their values come from. With the whole stack it tells, and the rule is asked again.
 */
class Undecided {
  /** By URN: what was said of the resource already. */
  readonly #open = new Map<string, readonly Finding[]>();

  /** What is decided now. The rest is kept until the engine shows the stack. */
  decided(urn: string, findings: readonly Finding[]): readonly Finding[] {
    const violations = findings.filter(({ verdict }) => verdict === "violation");
    if (violations.length < findings.length) this.#open.set(urn, violations);
    else this.#open.delete(urn);
    return violations;
  }

  /** What a second look finds that the first did not. */
  decide(look: (urn: string) => readonly Finding[]): readonly Finding[] {
    const findings = [...this.#open].flatMap(([urn, said]) =>
      look(urn).filter(({ message }) => !said.some((one) => one.message === message)),
    );
    this.#open.clear();
    return findings;
  }
}

const isFields = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === "object" && value !== null;

/** Sets what is to be set in the engine's own properties, which keep what is secret and what is not known. */
const mend = (args: ResourceValidationArgs, mends: readonly Mend[]): Record<string, unknown> | undefined => {
  if (mends.length === 0) return undefined;
  for (const { path, value } of mends) {
    let target: unknown = args.props;
    for (const step of path.slice(0, -1)) target = isFields(target) ? target[step] : undefined;
    const last = path.at(-1);
    if (isFields(target) && last !== undefined) target[last] = value;
  }
  return args.props;
};
