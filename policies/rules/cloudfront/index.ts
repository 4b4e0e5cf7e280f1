import type { Rule } from "../../framework/rule";
import { rule as originAccess } from "./cloudfront-origin-access";

export const cloudfrontRules: readonly Rule[] = [originAccess];
