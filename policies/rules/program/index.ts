import type { Rule } from "../../framework/rule";
import { rule as empty } from "./program-empty";
import { rule as hiddenResources } from "./program-hidden-resources";
import { rule as plainHttp } from "./program-plain-http";

export const programRules: readonly Rule[] = [empty, hiddenResources, plainHttp];
