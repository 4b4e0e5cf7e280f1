import type { Finding, Rule } from "../../../policies/framework/rule";
import type { Settings } from "../../../policies/framework/run";
import type { Unseen } from "../unseen";
import type { Location } from "./locate";

/** What a report for other programs needs beside a check's outcome. */
export interface ReportContext {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  /** What could not be judged. */
  readonly unseen: readonly Unseen[];
  /** Where in the program a resource is. */
  readonly locate: (resource: Finding["resource"]) => Location;
}
