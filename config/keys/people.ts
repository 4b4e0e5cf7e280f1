import * as v from "valibot";
import { limits } from "../../components/internal/limits";
import type { Principal } from "../../components/internal/roles/principals";
import { figure, key } from "../key";

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

const principals = (role: string, who: string, example: string) =>
  key({
    schema: v.pipe(v.array(principal), v.minLength(1)),
    meaning: `Who can assume the role ${role}.`,
    allowed: `a list of those who may ${who}: ${principalKinds}`,
    example,
  });

/** Who can do what. */
export const peopleKeys = {
  "coffer:uploaders": principals("Uploader", "upload", "coffer:uploaders:\n  - user: alice"),
  "coffer:viewers": principals("Viewer", "list and download", "coffer:viewers:\n  - user: victor"),
  "coffer:admins": principals("Admin", "administer", "coffer:admins:\n  - user: ada"),
  "coffer:custodians": key<readonly Principal[] | undefined>({
    schema: v.optional(v.pipe(v.array(principal), v.minLength(1))),
    meaning: "Who can delete a version permanently, with a fresh MFA code.",
    allowed: "a list of those who may delete a version for good: { user } or { group, members }; without it nobody may",
    example: "coffer:custodians:\n  - user: carla",
    byDefault: () => undefined,
    defaultText: "nobody",
  }),
  "coffer:auditors": principals("Auditor", "read the audit trail", "coffer:auditors:\n  - user: audrey"),
  "coffer:trustPolicyQuota": figure(limits.trustPolicyQuota, {
    what: "the characters of a trust policy that the account's quota allows",
    meaning: 'The account\'s IAM quota "Role trust policy length". A trust policy that is longer is refused.',
    unit: "characters",
    example: "coffer:trustPolicyQuota: 2048",
    byDefault: () => limits.trustPolicyQuota.least,
  }),
};
