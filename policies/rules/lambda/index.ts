import type { Rule } from "../../framework/rule";

export const lambdaRules: readonly Rule[] = [];
