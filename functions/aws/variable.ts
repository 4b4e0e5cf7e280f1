/** A variable of a function's environment. Throws if it is missing or empty. */
export const requiredVariable = (environment: NodeJS.ProcessEnv, name: string): string => {
  const value = environment[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
};
