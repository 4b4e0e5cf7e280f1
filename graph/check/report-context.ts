import type { Finding, Rule } from "../../policies/framework/rule";
import type { Settings } from "../../policies/framework/run";
import type { Location } from "./locate";

/** What a report for other programs needs beside a check's outcome. */
export interface ReportContext {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  /** Where in the program a resource is. */
  readonly locate: (resource: Finding["resource"]) => Location;
}
