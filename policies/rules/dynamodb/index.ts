import type { Rule } from "../../framework/rule";
import { rule as deletionProtection } from "./dynamodb-deletion-protection";
import { rule as encryption } from "./dynamodb-encryption";
import { rule as recovery } from "./dynamodb-recovery";

export const dynamodbRules: readonly Rule[] = [deletionProtection, encryption, recovery];
