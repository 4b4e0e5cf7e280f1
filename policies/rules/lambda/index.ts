import type { Rule } from "../../framework/rule";
import { rule as concurrency } from "./lambda-concurrency";
import { rule as deadLetters } from "./lambda-dead-letters";
import { rule as defaultPolicies } from "./lambda-default-policies";
import { rule as environmentSecrets } from "./lambda-environment-secrets";
import { rule as permission } from "./lambda-permission";
import { rule as runtime } from "./lambda-runtime";
import { rule as urlAuth } from "./lambda-url-auth";

export const lambdaRules: readonly Rule[] = [
  permission,
  urlAuth,
  defaultPolicies,
  environmentSecrets,
  runtime,
  concurrency,
  deadLetters,
];
