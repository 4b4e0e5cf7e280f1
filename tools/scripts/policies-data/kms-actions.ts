import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type DataFile, declare } from "./data-file";
import { iamActions } from "./iam-actions";
import { sources } from "./sources";

export const kmsActionsFile: DataFile = {
  path: "policies/data/kms-actions.ts",
  about: `The actions of AWS KMS: those that only look at a key or a list (access levels Read and List: Service Authorization
Reference, "Actions, resources, and condition keys for AWS Key Management Service"), and all others, those included that
the SDK has and the reference does not have yet.`,
  sources: [sources.iamData, sources.clientKms],
  make: (folderOf) => {
    const actions = iamActions(folderOf(sources.iamData)).get("kms") ?? [];
    const looking = actions.filter(({ accessLevel }) => /^(?:Read|List)$/.test(accessLevel)).map(({ name }) => name);
    const inSdk = readdirSync(join(folderOf(sources.clientKms), "dist-types/commands"))
      .map((file) => /^(\w+)Command\.d\.ts$/.exec(file)?.[1])
      // The operation ReEncrypt asks for two actions, ReEncryptFrom and ReEncryptTo.
      .filter((name) => name !== undefined && name !== "ReEncrypt");
    const all = new Set([...actions.map(({ name }) => name), ...inSdk]);
    const others = [...all].filter((name) => name !== undefined && !looking.includes(name));
    return [
      declare("lookingActions", "readonly string[]", looking.sort()),
      declare("otherActions", "readonly string[]", others.sort()),
    ].join("\n");
  },
};
