import type { ApiConfig } from "../api/config";
import { requiredVariable } from "../aws/variable";

/** What the recorder is built with: plain values that are known before deployment. */
export type RecorderConfig = Pick<ApiConfig, "prefix" | "layout">;

/** The names of the recorder's environment variables, for the component that sets them. */
export const environmentNames = {
  bucket: "COFFER_BUCKET",
  table: "COFFER_TABLE",
  bus: "COFFER_BUS",
} as const;

/** What is known only after deployment. */
export type RecorderEnvironment = Readonly<Record<keyof typeof environmentNames | "region", string>>;

/** Reads {@link RecorderEnvironment} from a function's environment. Throws if a variable is missing. */
export const readEnvironment = (environment: NodeJS.ProcessEnv): RecorderEnvironment => ({
  region: requiredVariable(environment, "AWS_REGION"),
  bucket: requiredVariable(environment, environmentNames.bucket),
  table: requiredVariable(environment, environmentNames.table),
  bus: requiredVariable(environment, environmentNames.bus),
});
