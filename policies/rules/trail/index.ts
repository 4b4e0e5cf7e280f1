import type { Rule } from "../../framework/rule";
import { rule as bucketPolicy } from "./trail-bucket-policy";
import { rule as dataEvents } from "./trail-data-events";
import { rule as encryption } from "./trail-encryption";
import { rule as everyRegion } from "./trail-every-region";
import { rule as keyPolicy } from "./trail-key-policy";
import { rule as logGroup } from "./trail-log-group";
import { rule as logLoop } from "./trail-log-loop";
import { rule as logValidation } from "./trail-log-validation";
import { rule as managementEvents } from "./trail-management-events";

export const trailRules: readonly Rule[] = [
  bucketPolicy,
  dataEvents,
  encryption,
  everyRegion,
  keyPolicy,
  logGroup,
  logLoop,
  logValidation,
  managementEvents,
];
