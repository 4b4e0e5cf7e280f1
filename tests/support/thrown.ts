import { Problem, type ProblemType } from "../../functions/api/problem";

/** What a refusal tells its caller. */
export interface Refusal {
  readonly type: ProblemType;
  readonly detail: string;
  readonly field: string | undefined;
}

/** The problem with which `work` is refused. Throws if it is not, or if something else is thrown. */
export const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return { type: error.type, detail: error.detail, field: error.extra.field };
    throw error;
  }
  throw new Error("nothing was refused");
};

/** Whatever `work` throws. Throws itself if that is nothing. */
export const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};
