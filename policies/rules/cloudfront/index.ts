import type { Rule } from "../../framework/rule";
import { rule as https } from "./cloudfront-https";
import { rule as originAccess } from "./cloudfront-origin-access";

export const cloudfrontRules: readonly Rule[] = [https, originAccess];
