import { type DataFile, declare } from "./data-file";
import { fieldsOf, providerTypes } from "./provider";
import { sources } from "./sources";

/**
 * Types without the argument that are in a region all the same: AWS IAM Roles Anywhere User Guide, "Regions"; AWS Direct
 * Connect API Reference, "AllocateHostedConnection" (a connection is at a location of one region).
 */
const regional = /^aws:(?:rolesanywhere\/|directconnect\/hostedConnection:)/;

export const globalTypesFile: DataFile = {
  path: "policies/data/global-types.ts",
  about: `Resource types that are in no region: those without the argument region, which version 7 of the provider has on every
resource of a region (Pulumi's AWS provider, "Enhanced multi-region support").`,
  sources: [sources.pulumiAws],
  make: (folderOf) => {
    const types = providerTypes(folderOf(sources.pulumiAws))
      .filter(({ type, args }) => !regional.test(type) && !fieldsOf(args).some(({ name }) => name === "region"))
      .map(({ type }) => type);
    return declare("globalTypes", "readonly string[]", types);
  },
};
