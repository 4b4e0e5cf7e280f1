import type { DataFile } from "./data-file";
import { lambdaRuntimesFile } from "./lambda-runtimes";
import { loadBalancerAccountsFile } from "./load-balancer-accounts";
import { managedPoliciesFile } from "./managed-policies";
import { policyPropertiesFile } from "./policy-properties";
import { constraintsFile } from "./provider-constraints";

/** Every file that is made, in the order of their names. */
export const dataFiles: readonly DataFile[] = [
  lambdaRuntimesFile,
  loadBalancerAccountsFile,
  managedPoliciesFile,
  policyPropertiesFile,
  constraintsFile,
];
