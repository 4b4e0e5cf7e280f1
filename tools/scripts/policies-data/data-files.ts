import { cloudRangesFile } from "./cloud-ranges";
import type { DataFile } from "./data-file";
import { globalTypesFile } from "./global-types";
import { kmsActionsFile } from "./kms-actions";
import { lambdaRuntimesFile } from "./lambda-runtimes";
import { loadBalancerAccountsFile } from "./load-balancer-accounts";
import { managedPoliciesFile } from "./managed-policies";
import { policyPropertiesFile } from "./policy-properties";
import { constraintsFile } from "./provider-constraints";
import { unnamedActionsFile } from "./unnamed-actions";

/** Every file that is made, in the order of their names. */
export const dataFiles: readonly DataFile[] = [
  cloudRangesFile,
  globalTypesFile,
  kmsActionsFile,
  lambdaRuntimesFile,
  loadBalancerAccountsFile,
  managedPoliciesFile,
  policyPropertiesFile,
  unnamedActionsFile,
  constraintsFile,
];
