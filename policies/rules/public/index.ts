import type { Rule } from "../../framework/rule";
import { rule as address } from "./public-address";
import { rule as anonymous } from "./public-anonymous";
import { rule as endpoint } from "./public-endpoint";

export const publicRules: readonly Rule[] = [endpoint, anonymous, address];
