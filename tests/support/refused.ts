import { ApiError } from "../../client/api-client";

/** A refusal's status and type, however it came; `allowed` if there was none. */
export const refused = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "allowed";
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.type}`;
    if (error instanceof Error) return error.name;
    throw error;
  }
};
