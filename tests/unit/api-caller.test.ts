import { callerOf } from "../../functions/api/caller";
import { config } from "../support/api-config";
import { refusalOf } from "../support/thrown";

const role = "acme-dev-eu-central-1-uploader";
const arn = (roleName: string, session: string) => `arn:aws:sts::123456789012:assumed-role/${roleName}/${session}`;
const refused = (userArn: string) => refusalOf(() => callerOf(config, "123456789012", userArn));
const accepted = (userArn: string) => callerOf(config, "123456789012", userArn);

test.each([
  ["uploader", "acme-dev-eu-central-1-uploader"],
  ["viewer", "acme-dev-eu-central-1-viewer"],
  ["admin", "acme-dev-eu-central-1-admin"],
  ["custodian", "acme-dev-eu-central-1-custodian"],
])("a session of the stack's %s role is a caller, named after the session", (expected, roleName) => {
  expect(accepted(arn(roleName, "alice"))).toEqual({ name: "alice", role: expected });
});

test("names have the whole alphabet of session names, up to 64 characters", () => {
  expect(accepted(arn(role, "ada.b+c=d,e@f_g-9")).name).toBe("ada.b+c=d,e@f_g-9");
  expect(accepted(arn(role, "a".repeat(64))).name).toHaveLength(64);
});

test.each([".a", "a.", "..a", "-."])("a name may have dots beside something else: %s", (name) => {
  expect(accepted(arn(role, name)).name).toBe(name);
});

test("other partitions have callers too", () => {
  expect(accepted(arn(role, "alice").replace("arn:aws:", "arn:aws-us-gov:")).role).toBe("uploader");
});

test.each([
  ["another role of the account", arn("OrganizationAccountAccessRole", "alice")],
  ["a role of the same name in another account", arn(role, "alice").replace("123456789012", "210987654321")],
  ["a session that would be a step up in a key", arn(role, "..")],
  ["a session named with dots only", arn(role, "...")],
  ["a role whose name begins alike", arn(`${role}s`, "alice")],
  ["a role whose name ends alike", arn(`x${role}`, "alice")],
  ["an IAM user", "arn:aws:iam::123456789012:user/alice"],
  ["the account's root user", "arn:aws:iam::123456789012:root"],
  ["the role itself, without a session", `arn:aws:iam::123456789012:role/${role}`],
  ["a federated user", "arn:aws:sts::123456789012:federated-user/alice"],
])("%s is not a caller, and is told which roles are", (_, userArn) => {
  expect(refused(userArn)).toEqual({
    type: "not-allowed",
    detail:
      "the API accepts sessions of these roles only: acme-dev-eu-central-1-uploader, acme-dev-eu-central-1-viewer, acme-dev-eu-central-1-admin, acme-dev-eu-central-1-custodian; assume one of them",
    field: undefined,
  });
});

test.each([
  "",
  "alice",
  `x${arn(role, "alice")}`,
  arn(role, "alice").replace("123456789012", "12345678901"),
  arn(role, "alice").replace("sts", "iam"),
  `arn:aws:sts::123456789012:assumed-role/${role}`,
  arn(role, ""),
  arn(role, "a"),
  arn(role, "a".repeat(65)),
  arn(role, "alice/bob"),
  arn(role, "al ice"),
  arn(role, "alice\n"),
  arn(role, "alice*"),
  arn(role, "älice"),
  arn("", "alice"),
])("the malformed ARN %j is refused", (userArn) => {
  expect(refused(userArn).type).toBe("not-allowed");
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])(
  "a role that somebody named %s is refused like any other",
  (roleName) => {
    expect(refused(arn(roleName, "alice")).type).toBe("not-allowed");
  },
);

test("without an account of its own the API has no callers", () => {
  expect(refusalOf(() => callerOf(config, "", arn(role, "alice"))).type).toBe("not-allowed");
});
