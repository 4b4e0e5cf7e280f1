import type { Rule } from "../../framework/rule";

export const iamRules: readonly Rule[] = [];
