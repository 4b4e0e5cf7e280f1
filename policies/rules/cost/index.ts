import type { Rule } from "../../framework/rule";
import { rule as idle } from "./cost-idle";

export const costRules: readonly Rule[] = [idle];
