import type { Rule } from "../../framework/rule";
import { rule as uniquePhysicalNames } from "./unique-physical-names";

export const namesRules: readonly Rule[] = [uniquePhysicalNames];
