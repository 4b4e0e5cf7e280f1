import type { Rule } from "../../framework/rule";
import { rule as encryption } from "./logs-encryption";
import { rule as keyPolicy } from "./logs-key-policy";
import { rule as retention } from "./logs-retention";

export const logsRules: readonly Rule[] = [encryption, keyPolicy, retention];
