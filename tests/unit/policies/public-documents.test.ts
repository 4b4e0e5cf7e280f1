import { policyProperties } from "../../../policies/data/policy-properties";
import { notKnown } from "../../../policies/framework/values";
import { documentTypes, judgedByOthers, limits } from "../../../policies/iam/resource-documents";
import { rules } from "../../../policies/rules";
import { policyText } from "../../support/bucket-fixtures";
import { add, findingsOf, resource, ruleCalled, testRule } from "../../support/policies";

const open = { Sid: "Open", Effect: "Allow", Principal: "*", Action: "x:Read", Resource: "*" };
const named = { ...open, Principal: { AWS: "arn:aws:iam::123456789012:role/reader" } };
const inOrganization = { ...open, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } } };

const at = (path: string, document: unknown): object => {
  const [step = "", ...rest] = path.split(".");
  return { [step]: rest.length === 0 ? document : at(rest.join("."), document) };
};
const more = (type: string, path: string, ...statements: readonly object[]) =>
  add(resource(type, "more", { ...at(path, policyText(...statements)) }));
const shared = (type: string, inputs: object) => add(resource(type, "more", { ...inputs }));
const found = (label: string, path: string) => ({ at: `${label} more`, message: `admits everyone by ${path} in Open` });

const secret = "aws:secretsmanager/secretPolicy:SecretPolicy";
const efs = "aws:efs/fileSystemPolicy:FileSystemPolicy";
const api = "aws:apigateway/restApi:RestApi";
const viaMount = { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } };
const unless = (condition: object, rest: object = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "x:*",
  Resource: "*",
  Condition: condition,
  ...rest,
});
const endpoint = { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };

testRule("iam-public-resource-policy", {
  compliant: [resource(secret, "good", { policy: policyText(named, inOrganization) })],
  violations: {
    "a secret": { change: more(secret, "policy", open), ...found("SecretPolicy", "policy") },
    "a multi-region access point, in its block": {
      change: more("aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy", "details.policy", open),
      ...found("MultiRegionAccessPointPolicy", "details.policy"),
    },
    "a table bucket": {
      change: more("aws:s3tables/tableBucketPolicy:TableBucketPolicy", "resourcePolicy", open),
      ...found("TableBucketPolicy", "resourcePolicy"),
    },
    "everyone but one": {
      change: more(secret, "policy", { ...open, Principal: undefined, NotPrincipal: { AWS: "123456789012" } }),
      ...found("SecretPolicy", "policy"),
    },
    "a second statement": { change: more(secret, "policy", named, open), ...found("SecretPolicy", "policy") },
    "a file system that asks for no mount target": {
      change: more(efs, "policy", {
        ...open,
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "false" } },
      }),
      ...found("FileSystemPolicy", "policy"),
    },
    "a denial of something else": {
      change: more(api, "policy", open, unless(endpoint, { Action: "x:Write" })),
      ...found("RestApi", "policy"),
    },
    "a denial of another resource": {
      change: more(api, "policy", open, unless(endpoint, { Resource: "arn:aws:execute-api:*:*:*/prod" })),
      ...found("RestApi", "policy"),
    },
    "a denial for some": {
      change: more(api, "policy", open, unless({ ...endpoint, Bool: { "aws:SecureTransport": "false" } })),
      ...found("RestApi", "policy"),
    },
    "a denial that leaves the internet": {
      change: more(api, "policy", open, unless({ NotIpAddress: { "aws:SourceIp": "0.0.0.0/0" } })),
      ...found("RestApi", "policy"),
    },
    "a denial of one resource, where all but one are open": {
      change: more(
        api,
        "policy",
        { ...open, Resource: undefined, NotResource: "arn:aws:execute-api:*:*:a/*" },
        { ...unless(endpoint), Resource: "arn:aws:execute-api:*:*:b/*" },
      ),
      ...found("RestApi", "policy"),
    },
    "a denial of one place": {
      change: more(api, "policy", open, unless({ StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } })),
      ...found("RestApi", "policy"),
    },
    "what is no policy": {
      change: add(resource(secret, "more", { policy: '{"Statement":[{"Effect":"Perhaps"}]}' })),
      at: "SecretPolicy more",
      message: "has a policy that cannot be read: statement 1 neither allows nor denies",
    },
  },
  harmless: {
    "a file system, through its mount targets": more(efs, "policy", { ...open, Condition: viaMount }),
    "a private API": more(api, "policy", open, unless(endpoint)),
    "an API for one network": more(api, "policy", open, unless({ NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } })),
    "a VPC endpoint, whose policy limits": more("aws:ec2/vpcEndpoint:VpcEndpoint", "policy", open),
    "a document of another language": add(
      resource("aws:verifiedaccess/group:Group", "more", { policyDocument: "permit(principal, action, resource);" }),
      resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "more", { policy: '{"rules":[]}' }),
    ),
  },
  unknown: { "the policy": { change: add(resource(secret, "more", { policy: notKnown })), at: "SecretPolicy more" } },
});

describe("whatever holds a policy document is looked at", () => {
  test.each(documentTypes.flatMap((type) => (policyProperties[type] ?? []).map((path) => [type, path] as const)))(
    "%s, %s",
    (type, path) => {
      const fixture = resource(type, "x", { ...at(path, policyText(open)) });
      expect(findingsOf(ruleCalled("iam-public-resource-policy"), [fixture])).toEqual([
        `violation ${type.split(":").at(-1)} x: admits everyone by ${path} in Open`,
      ]);
    },
  );

  test("by this rule, by one of its own, or it is a limit", () => {
    expect(documentTypes.length).toBeGreaterThan(70);
    for (const [type, id] of Object.entries(judgedByOthers)) {
      expect(policyProperties).toHaveProperty([type]);
      expect(rules.find((rule) => rule.id === id)?.types).toContain(type);
    }
    for (const type of limits) expect(policyProperties).toHaveProperty([type]);
  });
});

const layer = "aws:lambda/layerVersionPermission:LayerVersionPermission";
testRule("iam-public-grant", {
  compliant: [resource(layer, "good", { principal: "123456789012" })],
  violations: {
    "a layer": {
      change: shared(layer, { principal: "*" }),
      at: "LayerVersionPermission more",
      message: "is shared with * by principal",
    },
    "a layer, with an empty organization": {
      change: shared(layer, { principal: "*", organizationId: "" }),
      at: "LayerVersionPermission more",
      message: "is shared with * by principal",
    },
    "an event bus": {
      change: shared("aws:cloudwatch/eventPermission:EventPermission", { principal: "*", statementId: "a" }),
      at: "EventPermission more",
      message: "is shared with * by principal",
    },
    "an image": {
      change: shared("aws:ec2/amiLaunchPermission:AmiLaunchPermission", { group: "all" }),
      at: "AmiLaunchPermission more",
      message: "is shared with all by group",
    },
    "a snapshot of a database": {
      change: shared("aws:rds/snapshot:Snapshot", { sharedAccounts: ["123456789012", "all"] }),
      at: "Snapshot more",
      message: "is shared with all by sharedAccounts",
    },
    "a snapshot of a database cluster": {
      change: shared("aws:rds/clusterSnapshot:ClusterSnapshot", { sharedAccounts: ["all"] }),
      at: "ClusterSnapshot more",
      message: "is shared with all by sharedAccounts",
    },
    "a document of Systems Manager": {
      change: shared("aws:ssm/document:Document", { permissions: { type: "Share", accountIds: "All" } }),
      at: "Document more",
      message: "is shared with All by permissions.accountIds",
    },
    "an image that Image Builder distributes": {
      change: shared("aws:imagebuilder/distributionConfiguration:DistributionConfiguration", {
        distributions: [{ amiDistributionConfiguration: { launchPermission: { userGroups: ["all"] } } }],
      }),
      at: "DistributionConfiguration more",
      message: "is shared with all by distributions.amiDistributionConfiguration.launchPermission.userGroups",
    },
    "an endpoint service": {
      change: shared("aws:ec2/vpcEndpointService:VpcEndpointService", { allowedPrincipals: ["*"] }),
      at: "VpcEndpointService more",
      message: "is shared with * by allowedPrincipals",
    },
    "a grant of a key": {
      change: shared("aws:kms/grant:Grant", { granteePrincipal: "*" }),
      at: "Grant more",
      message: "is shared with * by granteePrincipal",
    },
  },
  harmless: {
    "a document of Systems Manager for two accounts": shared("aws:ssm/document:Document", {
      permissions: { type: "Share", accountIds: "123456789012,210987654321" },
    }),
    "an organization": shared(layer, { principal: "*", organizationId: "o-abcdefghij" }),
    "a bus for an organization": shared("aws:cloudwatch/eventPermission:EventPermission", {
      principal: "*",
      condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-abcdefghij" },
    }),
  },
  unknown: {
    "to whom": { change: shared(layer, { principal: notKnown }), at: "LayerVersionPermission more" },
  },
});
