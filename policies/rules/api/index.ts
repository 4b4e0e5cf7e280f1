import type { Rule } from "../../framework/rule";
import { rule as accessLogs } from "./api-access-logs";
import { rule as cors } from "./api-cors";
import { rule as routeAuthorization } from "./api-route-authorization";
import { rule as throttling } from "./api-throttling";
import { rule as tracing } from "./api-tracing";

export const apiRules: readonly Rule[] = [routeAuthorization, throttling, accessLogs, tracing, cors];
