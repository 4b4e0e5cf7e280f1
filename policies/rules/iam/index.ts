import type { Rule } from "../../framework/rule";
import { rule as accessKey } from "./iam-access-key";
import { rule as escalation } from "./iam-escalation";
import { rule as foreignAccount } from "./iam-foreign-account";
import { rule as foreignCondition } from "./iam-foreign-condition";
import { rule as foreignGrant } from "./iam-foreign-grant";
import { rule as humanMfa } from "./iam-human-mfa";
import { rule as humanSession } from "./iam-human-session";
import { rule as loginProfile } from "./iam-login-profile";
import { rule as managedAdmin } from "./iam-managed-admin";
import { rule as notAction } from "./iam-not-action";
import { rule as onePolicy } from "./iam-one-policy";
import { rule as passRole } from "./iam-pass-role";
import { rule as publicGrant } from "./iam-public-grant";
import { rule as publicResourcePolicy } from "./iam-public-resource-policy";
import { rule as serviceSource } from "./iam-service-source";
import { rule as trustEveryone } from "./iam-trust-everyone";
import { rule as trustSaml } from "./iam-trust-saml";
import { rule as trustServiceSource } from "./iam-trust-service-source";
import { rule as trustSubject } from "./iam-trust-subject";
import { rule as userPolicies } from "./iam-user-policies";
import { rule as wildcardActions } from "./iam-wildcard-actions";
import { rule as wildcardResources } from "./iam-wildcard-resources";

export const iamRules: readonly Rule[] = [
  wildcardActions,
  wildcardResources,
  notAction,
  passRole,
  escalation,
  managedAdmin,
  publicGrant,
  foreignGrant,
  publicResourcePolicy,
  onePolicy,
  foreignAccount,
  foreignCondition,
  trustEveryone,
  trustSubject,
  trustSaml,
  trustServiceSource,
  serviceSource,
  humanMfa,
  humanSession,
  accessKey,
  loginProfile,
  userPolicies,
];
