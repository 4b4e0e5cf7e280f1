import { existsSync } from "node:fs";
import { join } from "node:path";
import { ProgramError } from "../../graph/evaluate";
import type { ResourceType } from "./handler";

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** Where the handler of a type lives: `aws:s3/bucketPolicy:BucketPolicy` is `s3/bucket-policy.ts`. */
export const handlerFile = (type: string): string => {
  const [, module = "", resource = ""] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  return join(kebab(module), `${kebab(resource)}.ts`);
};

/** Loads what makes and deletes a type. A type without it stops the sandbox: nothing that is declared is skipped. */
export const findHandler = (type: string): ResourceType => {
  const path = join(__dirname, handlerFile(type));
  if (!existsSync(path))
    throw new ProgramError(
      `The sandbox cannot make resources of the type ${type} yet.\nHandlers live in tools/sandbox/resources/, one file a type: add ${join("tools/sandbox/resources", handlerFile(type))}.`,
    );
  return require(path) as ResourceType;
};
