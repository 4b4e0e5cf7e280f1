import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isAnything } from "../../../policies/iam/anything";
import { type PolicyStatement, readPolicy } from "../../../policies/iam/document";
import { type DataFile, declare, sorted } from "./data-file";
import { sources } from "./sources";

const published = v.record(
  v.string(),
  v.object({
    arn: v.string(),
    latestVersionId: v.string(),
    versions: v.record(v.string(), v.object({ document: v.unknown() })),
  }),
);

/**
 * Services in which there is no resource to name: support cases (which CIS asks a role for) and public prices.
 */
const harmless = new Set(["support", "support-console", "pricing"]);

/**
 * Policies that AWS asks for by name, for a role of one service: AWS WAF Developer Guide, "Granting access for the Shield
 * Response Team (SRT)"; AWS Managed Policy Reference Guide, AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy.
 */
const askedFor = new Set(["AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy", "AWSShieldDRTAccessPolicy"]);

const isOnAll = ({ resources = [], notResources }: PolicyStatement, service: string): boolean =>
  notResources !== undefined ||
  resources.some((one) => isAnything(one) && (one === "*" || ["*", service].includes(one.split(":")[2] ?? "*")));

/** The services that a statement gives whole, on all their resources; `*` for all but those that it leaves out. */
const wholeServices = (statement: PolicyStatement): readonly string[] => {
  if (statement.effect !== "Allow" || statement.conditions.length > 0) return [];
  if (statement.notActions !== undefined) return isOnAll(statement, "*") ? ["*"] : [];
  return (statement.actions ?? [])
    .map((action) => /^(?:([\w-]+):)?\*$/.exec(action))
    .filter((match) => match !== null)
    .map(([, service = "*"]) => service.toLowerCase())
    .filter((service) => isOnAll(statement, service) && !harmless.has(service));
};

/** A policy of AWS's for a role of one service's may give that service: AWSGlueServiceRole gives glue. */
const isForItsService = (path: string, services: readonly string[]): boolean =>
  path.startsWith("aws-service-role/") || (path.startsWith("service-role/") && services.length === 1);

export const managedPoliciesFile: DataFile = {
  path: "policies/data/managed-policies.ts",
  about: `AWS managed policies that give whole services on all their resources, with the services (AWS Managed Policy Reference
Guide; the latest version of each policy's document). Left out: policies of service-linked roles, which nobody can attach;
policies that AWS wrote for a role of one service and that give that service only; support cases and public prices.`,
  sources: [sources.managedPolicies],
  make: (folderOf) => {
    const path = join(folderOf(sources.managedPolicies), "dist/managedPolicies.json");
    const given = Object.entries(v.parse(published, JSON.parse(readFileSync(path, "utf8"))))
      .map(([name, { arn, latestVersionId, versions }]) => {
        const services = readPolicy(versions[latestVersionId]?.document).statements.flatMap(wholeServices);
        return { name, path: arn.replace(/^arn:aws:iam::aws:policy\//, ""), services: [...new Set(services)].sort() };
      })
      .filter(
        ({ name, path, services }) => services.length > 0 && !askedFor.has(name) && !isForItsService(path, services),
      );
    return declare(
      "wholeServicePolicies",
      "Readonly<Record<string, string>>",
      sorted(Object.fromEntries(given.map(({ name, services }) => [name, services.join(", ")]))),
    );
  },
};
