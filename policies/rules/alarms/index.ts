import type { Rule } from "../../framework/rule";

export const alarmsRules: readonly Rule[] = [];
