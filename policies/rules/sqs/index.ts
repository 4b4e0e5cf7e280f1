import type { Rule } from "../../framework/rule";
import { rule as deadLetters } from "./sqs-dead-letters";
import { rule as encryption } from "./sqs-encryption";
import { rule as publicPolicy } from "./sqs-public-policy";
import { rule as tlsOnly } from "./sqs-tls-only";

export const sqsRules: readonly Rule[] = [deadLetters, encryption, publicPolicy, tlsOnly];
