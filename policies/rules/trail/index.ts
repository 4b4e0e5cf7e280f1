import type { Rule } from "../../framework/rule";

export const trailRules: readonly Rule[] = [];
