import { type ApiConfig, type ApiEnvironment, environmentNames, readEnvironment } from "../../../functions/api/config";
import { type Privilege, privileges, type Role, roles } from "../../../functions/api/routes";
import type { Graph, Resource } from "../types";
import type { Question } from "./decide";
import { byName, needed, ofType } from "./graph-queries";
import { logGroupArnOf, type Topic, type Trail, topicsOf, trailOf } from "./trail-model";
import { admitsAnyUser, type FederatedCaller, federatedOf, type Person, peopleOf } from "./trusted-principals";

/** Somebody who asks. */
export interface Actor {
  readonly name: string;
  readonly principal: Question["principal"];
}

/** What the matrix asks about, read from the graph. */
export interface Facts {
  readonly account: string;
  readonly region: string;
  /** A session of each role of the trio, under the name of one who may assume it. */
  readonly trio: readonly Caller[];
  /** The same of every role that people assume: the trio's, and the one that reads the audit trail. */
  readonly sessions: readonly AssumedRole[];
  /** Who may assume these roles: IAM users and roles, each under its session's name. */
  readonly people: readonly Person[];
  /** Who else may: callers whom a provider or Identity Center authenticates. Each once. */
  readonly federated: readonly FederatedCaller[];
  /** Whether a role admits users whom it does not name. */
  readonly anyUser: boolean;
  /** The roles that the system itself runs as, every other role of the graph: functions, presigners, replication, the trail's delivery. */
  readonly serviceRoles: readonly ServiceRole[];
  /** The API's functions, each with the role that it signs with. */
  readonly signers: readonly Signer[];
  readonly tables: readonly { readonly name: string; readonly arn: string }[];
  /** Every bucket; the first is the main bucket. */
  readonly buckets: readonly Bucket[];
  readonly main: Bucket;
  readonly keys: readonly Key[];
  /** Where the objects live in the main bucket; ends in `/`. */
  readonly prefix: string;
  /** Whether an uploader writes below its own name or anywhere below the prefix. */
  readonly layout: ApiConfig["layout"];
  /** The API's execution ARN. */
  readonly apiArn: string;
  /** The trail, where it is the stack's own; undefined where it is the organisation's. */
  readonly trail: Trail | undefined;
  /** The ARN of the log group that the trail writes to. */
  readonly logGroupArn: string;
  readonly topics: readonly Topic[];
}

export interface AssumedRole extends Actor {
  readonly roleArn: string;
  readonly principal: { readonly role: string; readonly session: string; readonly source: string };
}

export interface Caller extends AssumedRole {
  readonly role: Role;
}

export interface ServiceRole {
  /** The logical name. */
  readonly name: string;
  /** The physical name. */
  readonly role: string;
  readonly arn: string;
  /** The ARN of the role that alone may assume it; undefined where a service does. */
  readonly assumedBy: string | undefined;
}

export interface Signer {
  readonly privilege: Privilege;
  readonly presigner: ServiceRole;
  /** What the function's environment tells it. */
  readonly environment: ApiEnvironment;
}

export interface Bucket {
  readonly name: string;
  readonly bucket: string;
  readonly arn: string;
  /** The KMS key that it encrypts with; undefined where S3 encrypts with its own. */
  readonly keyArn: string | undefined;
  /** Whether S3 keeps a data key for the whole bucket. */
  readonly bucketKey: boolean;
  /** The condition keys of an upload that asks for the encryption that is the bucket's. */
  readonly rightHeaders: Readonly<Record<string, string>>;
}

export interface Key {
  /** The first bucket that it encrypts, or its logical name. */
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** That bucket. */
  readonly bucketArn: string | undefined;
  /** What S3 gives as encryption context: the bucket where it has a bucket key, else an object of it. */
  readonly context: string | undefined;
}

interface Statement {
  readonly Principal?: { readonly AWS?: string };
  readonly Resource?: unknown;
}

const statementsOf = (document: unknown): readonly Statement[] =>
  (JSON.parse(String(document)) as { Statement: readonly Statement[] }).Statement;

const algorithmKey = "s3:x-amz-server-side-encryption";

/** The condition key of the header that names the KMS key. */
export const keyIdKey = `${algorithmKey}-aws-kms-key-id`;

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault: { readonly sseAlgorithm: string; readonly kmsMasterKeyId?: string };
  readonly bucketKeyEnabled?: boolean;
}

/** How each bucket encrypts, by its physical name. */
const encryptionOf = (graph: Graph, bucket: string): EncryptionRule => {
  const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  const found = ofType(graph, type).find(({ inputs }) => inputs.bucket === bucket);
  const [rule] = (found?.inputs.rules ?? []) as readonly EncryptionRule[];
  return needed(rule, `the encryption of ${bucket}`);
};

const bucketsOf = (graph: Graph): Bucket[] =>
  ofType(graph, "aws:s3/bucket:Bucket")
    .map(({ name, outputs }) => {
      const bucket = String(outputs.bucket);
      const { applyServerSideEncryptionByDefault, bucketKeyEnabled = false } = encryptionOf(graph, bucket);
      const { sseAlgorithm, kmsMasterKeyId } = applyServerSideEncryptionByDefault;
      const rightHeaders = { [algorithmKey]: sseAlgorithm, ...(kmsMasterKeyId ? { [keyIdKey]: kmsMasterKeyId } : {}) };
      const arn = String(outputs.arn);
      return { name, bucket, arn, keyArn: kmsMasterKeyId, bucketKey: bucketKeyEnabled, rightHeaders };
    })
    .sort(
      (a, b) => Number(b.bucket === graph.outputs.bucket) - Number(a.bucket === graph.outputs.bucket) || byName(a, b),
    );

const signersOf = (graph: Graph, serviceRoles: readonly ServiceRole[]): Signer[] =>
  ofType(graph, "aws:lambda/function:Function")
    .sort(byName)
    .flatMap(({ name, region, inputs }) => {
      const given = inputs.environment as { readonly variables?: Readonly<Record<string, string>> } | undefined;
      const presigner = serviceRoles.find(({ arn }) => arn === given?.variables?.[environmentNames.presignerArn]);
      const privilege = privileges.find((one) => name.endsWith(`-${one}`));
      if (presigner === undefined || privilege === undefined) return [];
      return [{ privilege, presigner, environment: readEnvironment({ ...given?.variables, AWS_REGION: region }) }];
    });

/** Where the trio's objects live, as the boundary that its roles share says. */
const prefixOf = (graph: Graph, role: Resource, bucketArn: string): string => {
  const boundary = graph.resources.find(
    ({ outputs }) => outputs.arn && outputs.arn === role.inputs.permissionsBoundary,
  );
  const objects = statementsOf(needed(boundary, "the roles' permissions boundary").inputs.policy).find(({ Resource }) =>
    String(Resource).startsWith(`${bucketArn}/`),
  );
  return String(needed(objects, "the objects in the roles' permissions boundary").Resource).slice(
    bucketArn.length + 1,
    -1,
  );
};

/** Whether the role may write anywhere below the prefix. */
const layoutOf = (graph: Graph, role: Resource, objects: string): ApiConfig["layout"] =>
  ofType(graph, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs.role === role.outputs.name)
    .flatMap(({ inputs }) => statementsOf(inputs.policy))
    .some(({ Resource }) => Resource === objects)
    ? "shared"
    : "per-caller";

/** A session of the role, under the name of the first who may assume it, which is its source identity too. */
const sessionOf = (role: string, { outputs, inputs }: Resource): AssumedRole => {
  const session = peopleOf(inputs)[0]?.session ?? `some-${role}`;
  return {
    name: role.charAt(0).toUpperCase() + role.slice(1),
    roleArn: String(outputs.arn),
    principal: { role: String(outputs.name), session, source: session },
  };
};

const distinct = <T>(all: readonly T[]): T[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

type RoleArns = Readonly<Record<Exclude<Role, "custodian"> | "auditor", string>> & { readonly custodian?: string };

/** Reads the facts. Throws a `ProgramError` for a program that has no trio, auditors, API or bucket to ask about. */
export const factsOf = (graph: Graph): Facts => {
  const allRoles = ofType(graph, "aws:iam/role:Role").sort(byName);
  const roleArns = needed(graph.outputs.roleArns, "the output roleArns") as RoleArns;
  // The custodian's role exists only where the stack names one.
  const trioRoles = roles
    .filter((role) => role !== "custodian" || roleArns[role] !== undefined)
    .map((role) => ({
      role,
      resource: needed(
        allRoles.find(({ outputs }) => outputs.arn === roleArns[role]),
        `the role ${role}`,
      ),
    }));
  const auditorRole = needed(
    allRoles.find(({ outputs }) => outputs.arn === roleArns.auditor),
    "the role auditor",
  );
  const peoplesRoles = [...trioRoles.map(({ resource }) => resource), auditorRole];
  const trio = trioRoles.map(({ role, resource }) => ({ ...sessionOf(role, resource), role }));
  const account = roleArns.admin.split(":")[4] ?? "";
  const buckets = bucketsOf(graph);
  const main = needed(buckets[0], "the main bucket");
  const api = needed(ofType(graph, "aws:apigatewayv2/api:Api")[0], "the API");
  const uploader = needed(
    trioRoles.find(({ role }) => role === "uploader"),
    "the role uploader",
  ).resource;
  const prefix = prefixOf(graph, uploader, main.arn);
  const serviceRoles = allRoles
    .filter((resource) => !peoplesRoles.includes(resource))
    .map(({ name, outputs, inputs }) => ({
      name,
      role: String(outputs.name),
      arn: String(outputs.arn),
      assumedBy: statementsOf(inputs.assumeRolePolicy).find(({ Principal }) => Principal?.AWS)?.Principal?.AWS,
    }));
  return {
    account,
    region: api.region,
    trio,
    sessions: [...trio, sessionOf("auditor", auditorRole)],
    people: distinct(peoplesRoles.flatMap(({ inputs }) => peopleOf(inputs))),
    federated: distinct(peoplesRoles.flatMap(({ inputs }) => federatedOf(inputs))),
    anyUser: peoplesRoles.some(({ inputs }) => admitsAnyUser(inputs)),
    serviceRoles,
    signers: signersOf(graph, serviceRoles),
    tables: ofType(graph, "aws:dynamodb/table:Table")
      .sort(byName)
      .map(({ name, outputs }) => ({ name, arn: String(outputs.arn) })),
    buckets,
    main,
    keys: ofType(graph, "aws:kms/key:Key")
      .sort(byName)
      .map(({ name, outputs, region }) => {
        const bucket = buckets.find(({ keyArn }) => keyArn === outputs.arn);
        const context = bucket && (bucket.bucketKey ? bucket.arn : `${bucket.arn}/some/object`);
        return { name: bucket?.name ?? name, region, arn: String(outputs.arn), bucketArn: bucket?.arn, context };
      }),
    prefix,
    layout: layoutOf(graph, uploader, `${main.arn}/${prefix}*`),
    apiArn: String(api.outputs.executionArn),
    trail: trailOf(graph, buckets, serviceRoles),
    logGroupArn: logGroupArnOf(graph, api.region, account),
    topics: topicsOf(graph),
  };
};
