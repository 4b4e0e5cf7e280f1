import type { Principal } from "../../components/internal/roles/principals";
import { type DecidedSection, decideAll } from "../../tools/graph/access/matrix";
import { sections } from "../../tools/graph/access/sections";
import type { Graph } from "../../tools/graph/evaluate";
import { readDocument } from "../support/documents";
import { find } from "../support/graph";
import { crowd, graphWith } from "../support/people-stack";

jest.setTimeout(180_000);

const saml: Principal = { saml: "arn:aws:iam::123456789012:saml-provider/idp" };
const oidc: Principal = {
  oidc: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  audience: "sts.amazonaws.com",
  subject: "repo:acme/site:ref:refs/heads/main",
  as: "site-build",
};

const decideAssuming = async (graph: Graph): Promise<DecidedSection | undefined> => {
  const [decided] = await decideAll(
    graph,
    sections.filter(({ name }) => name === "assuming"),
  );
  return decided;
};

/** The decisions on some callers as the lines of a table in docs/people.md, without its padding. */
const linesOf = (decided: DecidedSection | undefined, callers: RegExp, columns: readonly string[]): string[] =>
  (decided?.rows ?? [])
    .filter(({ labels: [caller = ""] }) => callers.test(caller))
    .map(({ labels, cells }) => {
      const verdicts = columns.map((column) =>
        cells.find((cell) => cell.column === column)?.allowed ? "**allow**" : "deny",
      );
      return `| ${[...labels, ...verdicts].join(" | ")} |`;
    });

const expectDocumented = (lines: readonly string[]): void => {
  const documented = readDocument("docs/people.md").replaceAll(/ {2,}/g, " ").split("\n");
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !documented.includes(line))).toEqual([]);
};

/** What is allowed, as `role: who, with what`. */
const allowedIn = (decided: DecidedSection | undefined): string[] =>
  (decided?.rows ?? []).flatMap(({ labels, cells }) =>
    cells.filter(({ allowed }) => allowed).map(({ column }) => `${column}: ${labels.join(", ")}`),
  );

const trustOf = (graph: Graph, role: string): string =>
  String(find(graph, "Role", `roles-${role}`).inputs.assumeRolePolicy);
const mine = (lines: readonly string[], role: string) => lines.filter((line) => line.startsWith(`${role}: `));

describe("federated callers beside people who are named", () => {
  let graph: Graph;
  let decided: DecidedSection | undefined;
  let allowed: string[];
  beforeAll(async () => {
    const both: Principal[] = [{ user: "alice" }, saml, oidc, { identityCenter: "Dev" }];
    graph = await graphWith({ uploaders: both, viewers: [saml], custodians: [{ user: "carla" }] });
    decided = await decideAssuming(graph);
    allowed = allowedIn(decided);
  });

  test("docs/people.md shows what each tries, and the custodian", () => {
    expectDocumented(linesOf(decided, /^(SAML|OIDC|Identity Center):/, ["Uploader", "Custodian"]));
    expectDocumented(linesOf(decided, /^user\/carla$/, ["Uploader", "Custodian"]));
  });

  test("each has its own name or a free one, and none that is another's, in whatever case", () => {
    expect(mine(allowed, "Uploader")).toEqual([
      "Uploader: user/alice, MFA, as alice",
      "Uploader: user/alice, MFA 300 s ago, as alice",
      "Uploader: SAML: saml-provider/idp, as zoe@example.com",
      "Uploader: SAML: saml-provider/idp, as mallory",
      "Uploader: OIDC: oidc-provider/token.actions.githubusercontent.com, as site-build",
      "Uploader: Identity Center: AWSReservedSSO_Dev_0123456789abcdef, zoe@example.com's session, as zoe@example.com",
    ]);
  });

  test("it is so in every role that people assume", () => {
    expect(mine(allowed, "Viewer")).toEqual([
      "Viewer: SAML: saml-provider/idp, as zoe@example.com",
      "Viewer: SAML: saml-provider/idp, as mallory",
    ]);
    expect(mine(allowed, "Admin")).toEqual(["Admin: user/ada, MFA, as ada", "Admin: user/ada, MFA 300 s ago, as ada"]);
    expect(mine(allowed, "Custodian")).toEqual(["Custodian: user/carla, MFA, as carla"]);
  });

  test("the names of all roles' people are kept, the auditors' and the machines' too", () => {
    const kept = ["ada", "alice", "audrey", "carla", "site-build"];
    for (const role of ["uploader", "viewer"]) {
      const statements = JSON.parse(trustOf(graph, role)).Statement as readonly Record<string, unknown>[];
      const choosing = statements.filter(({ Sid }) => /^(Saml|IdentityCenter)/.test(String(Sid)));
      expect(choosing.length).toBe(role === "uploader" ? 2 : 1);
      for (const { Condition } of choosing)
        expect(Condition).toMatchObject({ StringNotEqualsIgnoreCase: { "sts:RoleSessionName": kept } });
    }
  });
});

describe("a hundred people as members of a group, beside a provider whose names end alike", () => {
  const group = { group: "engineers", members: crowd(100) };
  let graph: Graph;
  let decided: DecidedSection | undefined;
  let allowed: string[];
  beforeAll(async () => {
    graph = await graphWith({ uploaders: [group, { ...saml, names: "*@example.com" }], viewers: [group] });
    decided = await decideAssuming(graph);
    allowed = allowedIn(decided);
  });

  test("docs/people.md shows the first, the last, and who is no member", () => {
    expectDocumented(linesOf(decided, /^(user\/user-(001|100)|user who is not named)$/, ["Viewer"]));
  });

  test("each passes under the own name, and nobody else does", () => {
    const members = ["user-001", "user-002", "user-098", "user-099", "user-100"].flatMap((name) => [
      `user/${name}, MFA, as ${name}`,
      `user/${name}, MFA 300 s ago, as ${name}`,
    ]);
    // Of many the first two and the last five are asked, of whom two have other roles.
    expect(mine(allowed, "Viewer")).toEqual(members.map((line) => `Viewer: ${line}`));
    expect(mine(allowed, "Uploader")).toEqual([
      ...members.map((line) => `Uploader: ${line}`),
      "Uploader: SAML: saml-provider/idp, as zoe@example.com",
    ]);
  });

  test("the group is the stack's, with exactly these members, and lets them assume exactly these roles", () => {
    expect(find(graph, "GroupMembership", "roles-group-engineers").inputs.users).toEqual(crowd(100));
    const policy = JSON.parse(String(find(graph, "GroupPolicy", "roles-group-engineers").inputs.policy));
    expect(policy.Statement).toEqual([
      {
        Sid: "AssumeRoles",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
        Resource: ["uploader", "viewer"].map((role) => `arn:aws:iam::123456789012:role/acme-dev-eu-central-1-${role}`),
      },
    ]);
  });
});

describe("forms that list nobody, and no custodian", () => {
  let decided: DecidedSection[];
  let graph: Graph;
  beforeAll(async () => {
    graph = await graphWith({
      uploaders: [{ group: "engineers", members: crowd(100), unlisted: true }],
      viewers: [{ identityCenter: "Engineers" }],
      auditors: [{ user: "audrey" }, saml],
    });
    decided = await decideAll(graph, sections);
  });

  test("docs/people.md shows the forms for many", () => {
    const assuming = decided.find(({ name }) => name === "assuming");
    expectDocumented(
      linesOf(assuming, /^(user whose own policies allow it|user who is not named|Identity Center:.*)$/, [
        "Uploader",
        "Viewer",
      ]),
    );
  });

  const allowed = (role: string) => mine(allowedIn(decided.find(({ name }) => name === "assuming")), role);

  test("an unlisted group: whoever else may by IAM passes as himself, and as nobody else", () => {
    expect(allowed("Uploader")).toEqual(["Uploader: user whose own policies allow it, MFA, as mallory"]);
  });

  test("Identity Center: each passes under the own name", () => {
    expect(allowed("Viewer")).toEqual([
      "Viewer: Identity Center: AWSReservedSSO_Engineers_0123456789abcdef, zoe@example.com's session, as zoe@example.com",
    ]);
  });

  test("an auditors' provider cannot name a session after one of the trio's people", () => {
    expect(allowed("Auditor")).toEqual([
      "Auditor: user/audrey, MFA, as audrey",
      "Auditor: user/audrey, MFA 300 s ago, as audrey",
      "Auditor: SAML: saml-provider/idp, as zoe@example.com",
      "Auditor: SAML: saml-provider/idp, as mallory",
    ]);
    const trust = JSON.parse(String(find(graph, "Role", "trail-auditor").inputs.assumeRolePolicy));
    const kept: string[] = trust.Statement[1].Condition.StringNotEqualsIgnoreCase["sts:RoleSessionName"];
    expect(kept).toEqual(["ada", "audrey", ...crowd(100)]);
  });

  test("without a custodian there is no such role, no route for it, and nobody deletes a version", () => {
    expect(graph.resources.filter(({ name }) => name.includes("custodian"))).toEqual([]);
    expect(graph.outputs.roleArns).not.toHaveProperty("custodian");
    const people = decided.filter(({ name }) => ["objects", "api-routes"].includes(name));
    const deleting = people.flatMap(allowedIn).filter((line) => /DeleteObjectVersion|DELETE \/versions/.test(line));
    expect(deleting).toEqual([]);
  });
});

test("more users than a trust policy takes are refused, with the figure and what to do", async () => {
  const users = crowd(40).map((user) => ({ user }));
  await expect(graphWith({ uploaders: users })).rejects.toThrow(
    /roles-uploader: the trust policy of a role has 2103 characters; AWS takes 2048\. To do: .*identityCenter.*unlisted: true/,
  );
});
