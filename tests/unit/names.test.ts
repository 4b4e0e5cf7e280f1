import * as aws from "@pulumi/aws";
import * as fc from "fast-check";
import type { Owner } from "../../components/internal/argument-errors";
import { bucketName, resourceName, shortRegion } from "../../components/internal/names";
import type { Naming } from "../../components/internal/naming";
import { roleNames } from "../../components/internal/roles/role-names";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";

useMocks();
let owner: Owner;
beforeAll(() => {
  owner = makeOwner();
});

const naming: Naming = { company: "acme", environment: "dev", region: "eu-central-1" };
const refusal = (work: () => unknown) => resourceErrorOf(owner, work);

test("a name says who owns it, which stack it is, where it is and what it is for", () => {
  expect(resourceName(owner, naming, "api")).toBe("acme-dev-eu-central-1-api");
  expect(bucketName(owner, { company: "a2-b", environment: "prod1", region: "us-gov-west-1" }, "main")).toBe(
    "a2-b-prod1-us-gov-west-1-main",
  );
});

test("the roles have names that are known before deployment; the custodian where there is one", () => {
  expect(roleNames(owner, naming, { custodian: false })).toEqual({
    "acme-dev-eu-central-1-uploader": "uploader",
    "acme-dev-eu-central-1-viewer": "viewer",
    "acme-dev-eu-central-1-admin": "admin",
  });
  expect(roleNames(owner, naming, { custodian: true })).toMatchObject({
    "acme-dev-eu-central-1-custodian": "custodian",
  });
});

const hostile = [
  "",
  "A",
  "Acme",
  "acme_x",
  "acme.x",
  "ac me",
  "acme\n",
  "-acme",
  "acme-",
  "1acme",
  "äcme",
  "a/b",
  "*",
  "$x",
];

test.each(hostile)("%j is no company, environment, region or purpose", (given) => {
  const allowed = "2 to 20 lowercase letters, digits or hyphens, a letter first";
  const shown = JSON.stringify(given);
  expect(refusal(() => resourceName(owner, { ...naming, company: given }, "api"))).toBe(
    `thing: company is ${shown}; give ${allowed}.`,
  );
  expect(refusal(() => resourceName(owner, { ...naming, environment: given }, "api"))).toBe(
    `thing: environment is ${shown}; give 2 to 12 lowercase letters or digits, a letter first.`,
  );
  expect(refusal(() => resourceName(owner, { ...naming, region: given }, "api"))).toBe(
    `thing: region is ${shown}; give an AWS region, such as eu-central-1.`,
  );
  expect(refusal(() => resourceName(owner, naming, given))).toBe(`thing: purpose is ${shown}; give ${allowed}.`);
});

test.each([
  "global",
  "eu-central",
  "eu-central-1a",
  "EU-CENTRAL-1",
  "eu--1",
  "eu-central-1-",
  "-eu-1",
  "1eu-1",
  "eu_central_1",
])("%j is no region", (region) => {
  expect(refusal(() => resourceName(owner, { ...naming, region }, "api"))).toContain("region is");
});

test.each(["eusc-de-east-1", "us-isob-east-1", "us-gov-west-1", "cn-north-1", "ap-southeast-12", "aws-mars-north-1"])(
  "%j may be a region: the provider is asked",
  (region) => {
    expect(resourceName(owner, { ...naming, region }, "api")).toBe(`acme-dev-${region}-api`);
  },
);

test("a copy's names say of which region it is one", () => {
  const copy = { ...naming, region: "eu-west-1", copyOf: "eu-central-1" };
  expect(bucketName(owner, copy, "vault")).toBe("acme-dev-eu-west-1-euc1-vault");
  expect(resourceName(owner, copy, "vault")).toBe("acme-dev-eu-west-1-euc1-vault");
  expect(refusal(() => resourceName(owner, { ...copy, copyOf: "x" }, "vault"))).toContain("copyOf is");
});

test("the short forms of all regions that @pulumi/aws knows differ", () => {
  const regions = Object.values(aws.Region);
  expect(regions.length).toBeGreaterThan(30);
  expect(new Set(regions.map(shortRegion)).size).toBe(new Set(regions).size);
  expect(["eu-central-1", "ap-southeast-2", "us-gov-west-1", "eusc-de-east-1"].map(shortRegion)).toEqual([
    "euc1",
    "apse2",
    "usgovw1",
    "euscdee1",
  ]);
});

test.each(["1", "12345678901", "1234567890123", "12345678901a", ""])("%j is no account", (accountId) => {
  expect(refusal(() => resourceName(owner, { ...naming, accountId }, "api"))).toBe(
    `thing: accountId is ${JSON.stringify(accountId)}; give the 12 digits of an account.`,
  );
});

// 20, 12, the 12 of eu-central-1, the 3 of api, and three hyphens.
test("each part has a longest and a shortest form", () => {
  const name = (company: string, environment: string) => () =>
    resourceName(owner, { ...naming, company, environment }, "api");
  expect(name("a".repeat(20), "b".repeat(12))()).toHaveLength(50);
  expect(name("ab", "cd")()).toBe("ab-cd-eu-central-1-api");
  expect(refusal(name("a".repeat(21), "dev"))).toContain("company");
  expect(refusal(name("a", "dev"))).toContain("company");
  expect(refusal(name("acme", "b".repeat(13)))).toContain("environment");
  expect(refusal(name("acme", "b"))).toContain("environment");
});

// acme-dev-eu-central-1- has 22 characters.
test("a name that is too long for its resource is refused with the parts that make it long", () => {
  expect(resourceName(owner, naming, "abc", 25)).toHaveLength(25);
  expect(refusal(() => resourceName(owner, naming, "abcd", 25))).toBe(
    'thing: company, environment, purpose is "acme-dev-eu-central-1-abcd"; give a name of at most 25 characters.',
  );
});

// 63 characters are S3's most; the account's 12 digits and a hyphen follow.
test("a bucket's name leaves room for the account's number", () => {
  const long = { ...naming, company: "a".repeat(20) };
  expect(bucketName(owner, long, "b".repeat(12))).toHaveLength(50);
  expect(refusal(() => bucketName(owner, long, "b".repeat(13)))).toContain("a name of at most 50 characters");
});

test.each([
  ["xn--acme", "main", "a name without a prefix that S3 reserves"],
  ["sthree", "main", "a name without a prefix that S3 reserves"],
  ["sthree-x", "main", "a name without a prefix that S3 reserves"],
  ["amzn-s3-demo", "main", "a name without a prefix that S3 reserves"],
  ["ac--me", "main", "a name without '--'"],
  ["acme", "a--b", "a name without '--'"],
  ["acme", "x-s3alias", "a name without a suffix that S3 reserves"],
  ["acme", "s3alias", "a name without a suffix that S3 reserves"],
  ["acme", "x-an", "a name without a suffix that S3 reserves"],
  ["acme", "x--ol-s3", "a name without '--'"],
  ["acme", "x--x-s3", "a name without '--'"],
  ["acme", "x--table-s3", "a name without '--'"],
  ["acme", "x.mrap", "2 to 20 lowercase letters"],
])("a bucket of %j for %j would be refused by S3, and is refused here", (company, purpose, allowed) => {
  expect(refusal(() => bucketName(owner, { ...naming, company }, purpose))).toContain(allowed);
});

test("names that only resemble what is reserved are allowed", () => {
  for (const company of ["xn-acme", "mysthree", "amzn-s3", "three"])
    expect(bucketName(owner, { ...naming, company }, "plan")).toBe(`${company}-dev-eu-central-1-plan`);
});

test("whatever is accepted, with the account's number, is a name by S3's rules", () => {
  const sound = fc.stringMatching(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/);
  const reserved = fc.constantFrom("xn--a", "sthree", "amzn-s3-demo", "s3alias", "an", "x--x-s3", "a.b", "A_");
  const part = fc.oneof({ weight: 4, arbitrary: sound }, { weight: 1, arbitrary: reserved });
  let accepted = 0;
  fc.assert(
    fc.property(part, fc.stringMatching(/^[a-z][a-z0-9]{1,12}$/), part, (company, environment, purpose) => {
      let name: string;
      try {
        name = `${bucketName(owner, { ...naming, company, environment }, purpose)}-123456789012`;
      } catch {
        return;
      }
      accepted += 1;
      expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      expect(name).not.toMatch(/--|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$/);
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
