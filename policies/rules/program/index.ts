import type { Rule } from "../../framework/rule";
import { rule as empty } from "./program-empty";
import { rule as hiddenResources } from "./program-hidden-resources";
import { rule as plainHttp } from "./program-plain-http";
import { rule as plainSecrets } from "./program-plain-secrets";

export const programRules: readonly Rule[] = [empty, hiddenResources, plainHttp, plainSecrets];
