import type { Rule } from "../../framework/rule";

export const sqsRules: readonly Rule[] = [];
