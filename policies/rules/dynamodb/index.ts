import type { Rule } from "../../framework/rule";

export const dynamodbRules: readonly Rule[] = [];
