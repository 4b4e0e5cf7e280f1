import type { Rule } from "../../framework/rule";
import { rule as deliveryKey } from "./alarms-delivery-key";
import { rule as deliveryPolicy } from "./alarms-delivery-policy";

export const alarmsRules: readonly Rule[] = [deliveryKey, deliveryPolicy];
