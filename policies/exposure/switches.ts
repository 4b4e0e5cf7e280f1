import type { PackResource } from "../framework/resource";
import { NotKnownYet, type Values } from "../framework/values";
import type { PublicSwitch } from "./public-switch";
import { publicSwitches } from "./public-switches";

/** The switches of a family, by type. */
export const switchesOf = (family: PublicSwitch["family"]): ReadonlyMap<string, readonly PublicSwitch[]> => {
  const found = new Map<string, PublicSwitch[]>();
  for (const one of publicSwitches)
    if (one.family === family) found.set(one.type, [...(found.get(one.type) ?? []), one]);
  return found;
};

/** Every value at a path, through blocks that are one object here and a list there; `undefined` where there is none. */
const statesAt = (values: Values, [step = "", ...rest]: readonly string[]): readonly unknown[] => {
  if (rest.length === 0) return [values.has(step) ? values.raw(step) : undefined];
  const blocks = values.many(step);
  return blocks.length === 0 ? [undefined] : blocks.flatMap((block) => statesAt(block, rest));
};

const plain = (value: unknown): string => String(value).toLowerCase();

/** The setting that opens a resource, in the words of a finding. */
const opened = ({ path, open, absent }: PublicSwitch, state: unknown): string | undefined => {
  if (state === undefined || state === null)
    return absent === undefined ? undefined : `${path} is not set, which means ${absent}`;
  return open.some((value) => plain(value) === plain(state)) ? `${path} is ${String(state)}` : undefined;
};

/** Each setting that opens a resource. What is not known yet is said after what is wrong. */
export function* openSettings({ inputs }: PackResource, switches: readonly PublicSwitch[]): Generator<string> {
  let open: NotKnownYet | undefined;
  for (const one of switches)
    try {
      const found = statesAt(inputs, one.path.split(".")).map((state) => opened(one, state));
      yield* new Set(found.filter((text) => text !== undefined));
    } catch (error) {
      if (!(error instanceof NotKnownYet)) throw error;
      open ??= error;
    }
  if (open !== undefined) throw open;
}
