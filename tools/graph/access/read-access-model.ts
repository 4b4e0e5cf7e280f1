import { type ApiConfig, environmentNames, readEnvironment } from "../../../functions/api/config";
import { privileges, type Role, roles } from "../../../functions/api/routes";
import type { Graph, Resource } from "../types";
import {
  type AccessModel,
  type AssumedRole,
  algorithmKey,
  type Bucket,
  keyIdKey,
  type ServiceRole,
  type Signer,
} from "./access-model";
import { byName, needed, ofType } from "./graph-queries";
import { logGroupArnOf, topicsOf, trailOf } from "./read-trail";
import { admitsAnyUser, federatedOf, peopleOf } from "./trusted-principals";

interface Statement {
  readonly Principal?: { readonly AWS?: string };
  readonly Resource?: unknown;
}

const statementsOf = (document: unknown): readonly Statement[] =>
  (JSON.parse(String(document)) as { Statement: readonly Statement[] }).Statement;

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
export const readAccessModel = (graph: Graph): AccessModel => {
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
