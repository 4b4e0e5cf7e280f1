import type { Values } from "./values";

/** Every text at a path such as `rules.destination.account`, through blocks that are one object here and a list there. */
export const textsAt = (values: Values, path: string): readonly string[] => {
  const [step = "", ...rest] = path.split(".");
  return rest.length === 0 ? values.texts(step) : values.many(step).flatMap((inner) => textsAt(inner, rest.join(".")));
};
