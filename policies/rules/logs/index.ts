import type { Rule } from "../../framework/rule";

export const logsRules: readonly Rule[] = [];
