import type { Rule } from "../../framework/rule";

export const apiRules: readonly Rule[] = [];
