import type { Section } from "../matrix";
import { apiRoutes } from "./api-routes";
import { assuming } from "./assuming";
import { encryption } from "./encryption";
import { guardrails } from "./guardrails";
import { keys } from "./kms-keys";
import { objects } from "./objects";
import { otherBuckets } from "./other-buckets";
import { outsiders } from "./outsiders";
import { serviceRoles } from "./service-roles";
import { assumingPresigners, signing } from "./signing";
import { tables } from "./tables";
import { topics } from "./topics";
import { trail } from "./trail";

/** The matrix, in the order in which it is read. */
export const sections: readonly Section[] = [
  assuming,
  apiRoutes,
  objects,
  guardrails,
  encryption,
  otherBuckets,
  keys,
  outsiders,
  assumingPresigners,
  signing,
  serviceRoles,
  tables,
  trail,
  topics,
];
