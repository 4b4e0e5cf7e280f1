import { anonymousPrincipal, runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { Graph } from "../types";
import { decidingStatements } from "./deciding-statements";
import { byName, ofType } from "./graph-queries";

/** A session of one of the graph's roles, by the role's physical name. */
export interface RoleSession {
  readonly role: string;
  readonly session: string;
  /** The session policy that the session was made with. */
  readonly sessionPolicy?: object;
  /** Whether somebody has attached AdministratorAccess to the role, beside what the graph gives it. */
  readonly administratorAccess?: boolean;
  /** The source identity that the session was made with. */
  readonly source?: string;
}

/** An IAM user, with its path if it has one; by its own policies it may what the graph's groups let it do. */
export interface UserPrincipal {
  readonly user: string;
  /** Whether its own policies allow everything besides. */
  readonly administratorAccess?: boolean;
}

/** A session of a role that is not of the graph, whose own policies allow all. */
export interface ForeignSession {
  readonly sessionOf: string;
  readonly session: string;
  readonly source?: string;
}

/** One request, as IAM would be asked about it. */
export interface Question {
  /** A session of one of the graph's roles, an IAM user, a service's principal, or nobody at all. */
  readonly principal:
    | "anonymous"
    | RoleSession
    | UserPrincipal
    | ForeignSession
    /** A SAML or OIDC provider, by ARN, on behalf of somebody whom it has authenticated. */
    | { readonly provider: string }
    /** An ARN that is not of the graph, whose own policies allow all, or a service such as `cloudtrail.amazonaws.com`, which has none. */
    | { readonly outsider: string };
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** The ARN of what is acted on. */
  readonly resource: string;
  /** Condition keys that differ from {@link ordinary}, some of several values; null leaves one out. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
}

export interface Decision {
  readonly allowed: boolean;
  /** The statements that decided, such as `bucket policy: DenyInsecureTransport`. */
  readonly because: string;
}

/** What every request of an ordinary client carries. */
const ordinary: Readonly<Record<string, string>> = {
  "aws:SecureTransport": "true",
  "s3:TlsVersion": "1.3",
  "s3:signatureAge": "1000",
  "aws:MultiFactorAuthPresent": "false",
};

// The simulator drops keys such as kms:EncryptionContext:aws:s3:arn, whose end is free, and those of an OIDC issuer, such
// as token.actions.example.com:sub. A key with a free end that it knows, of the same type, stands in for them in policies
// and context alike.
const standIn = (text: string): string =>
  text
    .replaceAll(/kms:EncryptionContext:([\w:-]+)/gi, "aws:PrincipalTag/kms-$1")
    .replaceAll(/(^|")([\w-]+(?:\.[\w-]+)+(?:\/[\w./-]+)?):(aud|sub)(?=$|")/g, "$1aws:PrincipalTag/oidc-$2-$3");

const parse = (policy: unknown): object => JSON.parse(standIn(String(policy))) as object;

/** The account that the graph is in, from the first ARN that tells. */
const accountOf = (graph: Graph): string =>
  graph.resources.map(({ outputs }) => String(outputs.arn ?? "").split(":")[4]).find(Boolean) ?? "";

/** The policy that the resource itself carries: a bucket's, a queue's, a topic's, a key's, or a role's trust where it is assumed. */
const resourcePolicyOf = (graph: Graph, { action, resource: arn }: Question): object | undefined => {
  const [, , service = "", , , rest = ""] = arn.split(":");
  if (service === "s3") {
    const bucket = rest.split("/")[0];
    const policy = ofType(graph, "aws:s3/bucketPolicy:BucketPolicy").find(({ inputs }) => inputs.bucket === bucket);
    return policy && parse(policy.inputs.policy);
  }
  if (service === "sns") {
    const policy = ofType(graph, "aws:sns/topicPolicy:TopicPolicy").find(({ inputs }) => inputs.arn === arn);
    return policy && parse(policy.inputs.policy);
  }
  const owner = graph.resources.find(({ outputs }) => outputs.arn === arn);
  if (service === "sqs") {
    const policies = ofType(graph, "aws:sqs/queuePolicy:QueuePolicy");
    const policy = policies.find(({ inputs }) => inputs.queueUrl === owner?.outputs.url);
    return policy && parse(policy.inputs.policy);
  }
  const trust = action.startsWith("sts:") ? owner?.inputs.assumeRolePolicy : undefined;
  const policy = owner?.inputs.policy ?? trust;
  return policy === undefined ? undefined : parse(policy);
};

interface Identity {
  readonly principal: Simulation["request"]["principal"];
  readonly identityPolicies: Simulation["identityPolicies"];
  readonly permissionBoundaryPolicies?: NonNullable<Simulation["permissionBoundaryPolicies"]>;
  readonly sessionPolicy?: object;
  /** What AWS adds to every request of theirs. */
  readonly context: Readonly<Record<string, string>>;
}

const sourceContext = (source: string | undefined) => (source === undefined ? {} : { "aws:SourceIdentity": source });

const noService = { "aws:PrincipalIsAWSService": "false" };

const roleSession = (
  graph: Graph,
  { role: roleName, session, sessionPolicy, administratorAccess, source }: RoleSession,
  account: string,
): Identity => {
  const role = ofType(graph, "aws:iam/role:Role").find(({ outputs }) => outputs.name === roleName);
  if (role === undefined) throw new Error(`the graph has no role ${roleName}`);
  const policies = ofType(graph, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs.role === roleName)
    .sort(byName);
  const boundary = graph.resources.find(
    ({ outputs }) => outputs.arn !== undefined && outputs.arn === role.inputs.permissionsBoundary,
  );
  return {
    principal: `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`,
    context: {
      "aws:userid": `${String(role.outputs.uniqueId)}:${session}`,
      "aws:PrincipalArn": String(role.outputs.arn),
      ...sourceContext(source),
      ...noService,
    },
    identityPolicies: [
      ...policies.map(({ name, inputs }) => ({ name, policy: parse(inputs.policy) })),
      ...(administratorAccess ? [allowEverything] : []),
    ],
    ...(sessionPolicy ? { sessionPolicy: parse(JSON.stringify(sessionPolicy)) } : {}),
    ...(boundary
      ? { permissionBoundaryPolicies: [{ name: boundary.name, policy: parse(boundary.inputs.policy) }] }
      : {}),
  };
};

/** The policies of the graph's groups that the user is a member of. */
const groupPolicies = (graph: Graph, user: string): Identity["identityPolicies"] => {
  const groups = ofType(graph, "aws:iam/groupMembership:GroupMembership")
    .filter(({ inputs }) => Array.isArray(inputs.users) && inputs.users.includes(user))
    .map(({ inputs }) => inputs.group);
  return ofType(graph, "aws:iam/groupPolicy:GroupPolicy")
    .filter(({ inputs }) => groups.includes(inputs.group))
    .sort(byName)
    .map(({ name, inputs }) => ({ name, policy: parse(inputs.policy) }));
};

const userIdentity = (graph: Graph, { user, administratorAccess }: UserPrincipal, account: string): Identity => {
  const arn = `arn:aws:iam::${account}:user/${user}`;
  const name = user.slice(user.lastIndexOf("/") + 1);
  return {
    principal: arn,
    identityPolicies: [...groupPolicies(graph, name), ...(administratorAccess ? [allowEverything] : [])],
    context: { "aws:username": name, "aws:PrincipalArn": arn, ...noService },
  };
};

const whoIs = (graph: Graph, principal: Question["principal"], account: string): Identity => {
  if (principal === "anonymous") return { principal: anonymousPrincipal, identityPolicies: [], context: {} };
  if ("role" in principal) return roleSession(graph, principal, account);
  if ("user" in principal) return userIdentity(graph, principal, account);
  if ("provider" in principal) return { principal: principal.provider, identityPolicies: [], context: {} };
  if ("sessionOf" in principal) {
    const { sessionOf, session, source } = principal;
    return {
      principal: `arn:aws:sts::${sessionOf.split(":")[4]}:assumed-role/${sessionOf.split("/").at(-1)}/${session}`,
      identityPolicies: [allowEverything],
      context: {
        "aws:userid": `AROAEXAMPLEID:${session}`,
        "aws:PrincipalArn": sessionOf,
        ...sourceContext(source),
        ...noService,
      },
    };
  }
  const { outsider } = principal;
  if (!outsider.startsWith("arn:")) {
    const context = { "aws:PrincipalServiceName": outsider, "aws:PrincipalIsAWSService": "true" };
    return { principal: outsider, identityPolicies: [], context };
  }
  const context = { "aws:PrincipalArn": outsider, ...noService };
  return { principal: outsider, identityPolicies: [allowEverything], context };
};

/**
 * Decides one request by the very policies of the graph: identity, session and resource policies and the permissions
 * boundary. Throws if the policies are malformed or the action does not fit the resource.
 */
export const decide = async (graph: Graph, question: Question): Promise<Decision> => {
  const account = accountOf(graph);
  const { context, ...who } = whoIs(graph, question.principal, account);
  const given = Object.entries({ ...ordinary, ...context, ...question.context }).map(
    ([key, value]) => [standIn(key), value] as const,
  );
  const simulation: Simulation = {
    request: {
      principal: who.principal,
      action: question.action,
      resource: { resource: question.resource, accountId: account },
      contextVariables: Object.fromEntries(
        given.flatMap(([key, value]) =>
          value === null ? [] : [[key, typeof value === "string" ? value : [...value]]],
        ),
      ),
    },
    identityPolicies: who.identityPolicies,
    ...(who.sessionPolicy ? { sessionPolicy: who.sessionPolicy } : {}),
    ...(who.permissionBoundaryPolicies ? { permissionBoundaryPolicies: who.permissionBoundaryPolicies } : {}),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resourcePolicyOf(graph, question),
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType !== "single")
    throw new Error(`${question.action} on ${question.resource} cannot be decided: ${JSON.stringify(result)}`);
  const dropped = result.result.ignoredContextKeys ?? [];
  const asked = Object.keys(question.context ?? {}).filter((key) => dropped.includes(standIn(key)));
  if (asked.length > 0) throw new Error(`${question.action} does not know the condition keys ${asked.join(", ")}`);
  return { allowed: result.overallResult === "Allowed", because: decidingStatements(result.result.analysis, question) };
};

const allowEverything = {
  name: "AdministratorAccess",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
  },
};
