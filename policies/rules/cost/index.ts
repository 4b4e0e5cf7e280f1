import type { Rule } from "../../framework/rule";

export const costRules: readonly Rule[] = [];
