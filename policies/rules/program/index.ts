import type { Rule } from "../../framework/rule";
import { rule as empty } from "./program-empty";

export const programRules: readonly Rule[] = [empty];
