import { readFile } from "node:fs/promises";
import { type Deletion, destroyGraph } from "../../graph/deletion";
import { ProgramError, type Resource } from "../../graph/evaluate";
import type { Emulator } from "../emulator/start";
import { findHandler } from "../resources/find";
import { type Clients, clientSource } from "./clients";
import { type Remains, remainsIn } from "./remains";

/** What became of a stack that was to be destroyed. */
export interface Destroyed extends Deletion {
  /** What the account still has. */
  readonly remains: Remains;
  readonly milliseconds: number;
}

/** Not components and providers, which are nothing in the cloud, nor what the program only reads. */
const isMadeByHandler = ({ custom, type, external }: Resource): boolean =>
  custom && !external && !type.startsWith("pulumi:");

const textOf = (resource: Resource, from: "inputs" | "outputs", name: string): string => {
  const value = resource[from][name];
  if (typeof value !== "string")
    throw new Error(`${resource.type} '${resource.name}': its ${from} should have the text ${name}`);
  return value;
};

const remove = async (resource: Resource, accountId: string, clients: Clients): Promise<void> => {
  if (!isMadeByHandler(resource)) return;
  try {
    await findHandler(resource.type).remove({
      resource,
      id: resource.id,
      input: (name) => textOf(resource, "inputs", name),
      optionalInput: (name) => (resource.inputs[name] === undefined ? undefined : textOf(resource, "inputs", name)),
      output: (name) => textOf(resource, "outputs", name),
      accountId,
      client: (type) => clients(type, resource.region),
    });
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ProgramError(`${resource.type} '${resource.name}' could not be deleted: ${cause}`, { cause: error });
  }
};

/**
 * Deletes a deployed stack in the engine's order, with the engine's respect for protection, by the handler of each type;
 * then asks every service what is left. Throws a `ProgramError` that names the resource which could not be deleted: then
 * those of its group and the groups before are gone, as with the engine.
 */
export const destroyStack = async (resources: readonly Resource[], emulator: Emulator): Promise<Destroyed> => {
  const began = performance.now();
  const clients = clientSource({
    endpoint: emulator.direct.endpoint,
    credentials: emulator.root,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
  const deletion = await destroyGraph(resources, (resource) => remove(resource, emulator.accountId, clients));
  const milliseconds = performance.now() - began;
  const regions = [...new Set(resources.map(({ region }) => region))];
  const found = await Promise.all(regions.map((region) => remainsIn(clients, region)));
  const all = (of: keyof Remains) => [...new Set(found.flatMap((remains) => remains[of]))];
  return { ...deletion, remains: { things: all("things"), pendingKeys: all("pendingKeys") }, milliseconds };
};

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** What became of the stack, in lines for people. */
export const describeDestroyed = (destroyed: Destroyed, known: readonly string[] = []): string[] => {
  const { deleted, refused, spared, remains, milliseconds } = destroyed;
  const count = (some: readonly Resource[]) => some.filter(({ custom }) => custom).length;
  const left = remains.things.filter((thing) => !known.includes(thing));
  if (refused.length > 0)
    return [
      `Refused: ${refused.map(({ name }) => name).join(", ")} is protected. Deleted: ${counted(count(deleted), "resource")}; kept: ${count(spared)}.`,
      "To let go: coffer:protect: false in the stack's file, then again. See docs/operations.md.",
    ];
  return [
    `Destroyed ${counted(count(deleted), "resource")} in ${(milliseconds / 1000).toFixed(1)} s; ${left.length === 0 ? "nothing is left" : `left: ${left.join(", ")}`}, but ${counted(remains.pendingKeys.length, "key")} that KMS will delete in 30 days.`,
  ];
};

/** Whether the account has nothing any more but what it had before. */
export const isGone = ({ refused, remains }: Destroyed, known: readonly string[] = []): boolean =>
  refused.length === 0 && remains.things.every((thing) => known.includes(thing));
