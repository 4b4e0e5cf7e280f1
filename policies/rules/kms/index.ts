import type { Rule } from "../../framework/rule";
import { rule as rotation } from "./kms-rotation";

export const kmsRules: readonly Rule[] = [rotation];
