import type { ApiConfig } from "../api/config";

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

const required = (environment: NodeJS.ProcessEnv, name: string): string => {
  const value = environment[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
};

/** Reads {@link RecorderEnvironment} from a function's environment. Throws if a variable is missing. */
export const readEnvironment = (environment: NodeJS.ProcessEnv): RecorderEnvironment => ({
  region: required(environment, "AWS_REGION"),
  bucket: required(environment, environmentNames.bucket),
  table: required(environment, environmentNames.table),
  bus: required(environment, environmentNames.bus),
});
