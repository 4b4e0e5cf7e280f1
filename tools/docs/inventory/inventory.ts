import { join } from "node:path";
import { evaluate, projectDirectory } from "../../graph/evaluate";
import { readDeclarations } from "./declarations";
import { contextsOf, judgesOf } from "./judged";
import { type Kind, kindOf } from "./kinds";

/** A property that holds what the pack is about, and the rules whose findings depend on it. */
export interface Entry {
  readonly kind: Kind;
  readonly type: string;
  readonly path: string;
  readonly judgedBy: readonly string[];
}

/** Every resource says its own region: one resource by itself is enough to try that. */
const isPlace = ({ path, kind }: { readonly path: string; readonly kind: Kind }): boolean =>
  kind === "region" && path === "region";

/** The inventory of the installed @pulumi/aws, judged by the rules as they are. */
export const takeInventory = async (): Promise<readonly Entry[]> => {
  const { resources } = await evaluate({
    directory: join(projectDirectory, "examples", "insecure"),
    stack: "dev",
    foreign: true,
  });
  const contexts = contextsOf(resources);
  return readDeclarations()
    .flatMap((property): readonly Entry[] => {
      const kind = kindOf(property);
      if (kind === undefined) return [];
      const { type, path } = property;
      const own = isPlace({ path, kind }) ? contexts(type).slice(0, 1) : contexts(type);
      return [{ kind, type, path, judgedBy: judgesOf(property, kind, own) }];
    })
    .sort((one, other) => (lineOf(one) < lineOf(other) ? -1 : 1));
};

const lineOf = ({ kind, type, path, judgedBy }: Entry): string => [kind, type, path, judgedBy.join(" ")].join(",");

const header = "holds,resource type,property,judged by";

export const inventoryText = (entries: readonly Entry[]): string => [header, ...entries.map(lineOf), ""].join("\n");

let taken: Promise<readonly Entry[]> | undefined;

/** {@link takeInventory}, once in a process: several documents are made of it. */
export const inventory = (): Promise<readonly Entry[]> => {
  taken ??= takeInventory();
  return taken;
};
