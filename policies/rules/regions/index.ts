import type { Rule } from "../../framework/rule";

export const regionsRules: readonly Rule[] = [];
