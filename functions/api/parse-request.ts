import * as v from "valibot";
import { Problem } from "./problem";

/** Reads a request by its schema. Throws a problem that names the first field at fault. */
export const readRequest = <S extends v.GenericSchema>(schema: S, given: unknown, whole: string): v.InferOutput<S> => {
  const result = v.safeParse(schema, given, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = issue.path?.map((item) => String(item.key)).join(".") ?? whole;
  const unknown = issue.expected === "never";
  const missing = !unknown && issue.input === undefined;
  const detail = unknown ? "is not a field of this request" : missing ? "is missing" : issue.message;
  throw new Problem("invalid-request", `${field} ${detail}`, { field });
};
