import type { Rule } from "../../framework/rule";
import { rule as encryption } from "./sns-encryption";
import { rule as publicPolicy } from "./sns-public-policy";
import { rule as tlsOnly } from "./sns-tls-only";

export const snsRules: readonly Rule[] = [encryption, publicPolicy, tlsOnly];
