import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DataFile, declare, sorted } from "./data-file";
import { sources } from "./sources";

/** The table is read, not run: it is JavaScript of another project. */
const accountsIn = (script: string): Readonly<Record<string, string>> => {
  const [, table] = /\bELBV2_ACCOUNTS = \{([^}]*)\}/.exec(script) ?? [];
  const rows = [...(table ?? "").matchAll(/'([a-z]+(?:-[a-z]+)+-\d+)': '(\d{12})'/g)];
  if (rows.length === 0) throw new Error("build-tools/fact-tables.js of @aws-cdk/region-info has no ELBV2_ACCOUNTS");
  return Object.fromEntries(rows.map(([, region = "", account = ""]) => [region, account]));
};

export const loadBalancerAccountsFile: DataFile = {
  path: "policies/data/load-balancer-accounts.ts",
  about: `The accounts of AWS's own from which Elastic Load Balancing writes access logs, by region (Elastic Load Balancing User
Guide for Application Load Balancers, "Enable access logs"). Regions that opened since August 2022 use the service
principal logdelivery.elasticloadbalancing.amazonaws.com.`,
  sources: [sources.regionInfo],
  make: (folderOf) => {
    const script = readFileSync(join(folderOf(sources.regionInfo), "build-tools/fact-tables.js"), "utf8");
    return declare("loadBalancerAccounts", "Readonly<Record<string, string>>", sorted(accountsIn(script)));
  },
};
