import { findingsOf, resource, ruleCalled } from "../../support/policies";

const own = "123456789012";
const stack = resource("pulumi:pulumi:Stack", "stack");

describe("what rules did not look at", () => {
  const found = (id: string, type: string, inputs: object, parameters: Readonly<Record<string, unknown>> = {}) =>
    findingsOf(ruleCalled(id), [stack, resource(type, "x", { ...inputs })], parameters);
  const document = (...statements: readonly object[]) => JSON.stringify({ Statement: statements });

  test.each(["kms:GenerateMac", "kms:ReplicateKey", "kms:RetireGrant", "kms:*Key"])("a key, for %s", (Action) => {
    const policy = document({ Sid: "All", Effect: "Allow", Principal: "*", Action, Resource: "*" });
    expect(found("kms-key-policy", "aws:kms/key:Key", { policy })).toEqual(["violation Key x: admits everyone in All"]);
  });

  test("GitHub in capitals", () => {
    const Federated = `arn:aws:iam::${own}:oidc-provider/Token.Actions.GitHubUserContent.com`;
    const assumeRolePolicy = document({ Sid: "CI", Effect: "Allow", Principal: { Federated }, Action: "sts:*" });
    expect(found("iam-trust-everyone", "aws:iam/role:Role", { assumeRolePolicy })).toEqual([
      "violation Role x: lets in whoever has an account with token.actions.githubusercontent.com by CI",
    ]);
  });

  test("everyone behind a space", () => {
    expect(found("lambda-permission", "aws:lambda/permission:Permission", { principal: " *" })).toEqual([
      "violation Permission x: lets everyone call the function",
    ]);
  });

  test.each(["iam:DeleteRolePermissionsBoundary", "iam:CreateServiceSpecificCredential"])("%s on anybody", (Action) => {
    const policy = document({ Sid: "All", Effect: "Allow", Action, Resource: "*" });
    expect(found("iam-escalation", "aws:iam/rolePolicy:RolePolicy", { policy })).toEqual([
      `violation RolePolicy x: allows ${Action} on * in All`,
    ]);
  });

  test.each([
    ["aws:dynamodb/table:Table", { replicas: [{ regionName: "us-east-1" }] }],
    ["aws:secretsmanager/secret:Secret", { replicas: [{ region: "us-east-1" }] }],
  ])("a copy of %s in another region", (type, inputs) => {
    expect(
      found("regions-allowed", type, { region: "eu-central-1", ...inputs }, { allowed: ["eu-central-1"] }),
    ).toContain(`violation ${type.split(":").at(-1)} x: has a copy in us-east-1; allowed are eu-central-1`);
  });
});
