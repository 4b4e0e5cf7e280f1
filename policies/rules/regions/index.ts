import type { Rule } from "../../framework/rule";
import { rule as allowed } from "./regions-allowed";

export const regionsRules: readonly Rule[] = [allowed];
