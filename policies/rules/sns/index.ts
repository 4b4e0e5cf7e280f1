import type { Rule } from "../../framework/rule";

export const snsRules: readonly Rule[] = [];
