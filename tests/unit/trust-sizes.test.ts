import * as pulumi from "@pulumi/pulumi";
import { documentLimits } from "../../components/internal/document-limits";
import type { Principal } from "../../components/internal/roles/principals";
import { trustStatements } from "../../components/internal/roles/trust-policy";
import { readDocument } from "../support/documents";
import { makeOwner, useMocks } from "../support/owner";
import { crowd } from "../support/people-stack";
import { unwrap } from "../support/unwrap";

useMocks();

const saml = "arn:aws:iam::123456789012:saml-provider/idp";

/** Each form with so many people: who may assume the role, and who else has a name in the stack. */
const forms: Readonly<Record<string, (names: readonly string[]) => readonly [Principal[], Principal[]]>> = {
  "`{ user }`, one for each": (names) => [names.map((user) => ({ user })), []],
  "`{ group, members }`": (names) => [[{ group: "engineers", members: names }], []],
  "`{ group, members, unlisted: true }`": (names) => [[{ group: "engineers", members: names, unlisted: true }], []],
  "`{ identityCenter }`": () => [[{ identityCenter: "Engineers" }], []],
  "`{ role, as }`, one for each": (names) => [names.map((as) => ({ role: as, as, mfa: "not-required" })), []],
  "`{ saml }` with so many named people": (names) => [[{ saml }], names.map((user) => ({ user }))],
  "`{ saml, names }` with so many, whose names end otherwise": (names) => [
    [{ saml, names: "*@example.com" }],
    names.map((user) => ({ user })),
  ],
};
const counts = [1, 8, 40, 100];

const sizeOf = async (principals: readonly Principal[], others: readonly Principal[]): Promise<number> => {
  const account = { id: pulumi.output("123456789012"), partition: pulumi.output("aws") };
  const everybody = [...principals, ...others];
  const statements = await unwrap(trustStatements({ owner: makeOwner(), account, principals, everybody }));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
};

const cell = (size: number): string => (size > documentLimits.trust.most ? `${size}, refused` : String(size));

test("docs/people.md tells the sizes of trust policies as they are", async () => {
  const rows: string[] = [];
  for (const [form, make] of Object.entries(forms)) {
    const sizes: string[] = [];
    for (const count of counts) sizes.push(cell(await sizeOf(...make(crowd(count)))));
    rows.push(`| ${form} | ${sizes.join(" | ")} |`);
  }
  const documented = readDocument("docs/people.md").replaceAll(/ {2,}/g, " ").split("\n");
  expect(rows.filter((row) => !documented.includes(row))).toEqual([]);
});

test("some 40 users fit into one policy, and a hundred members", async () => {
  expect(
    await sizeOf(
      crowd(36).map((user) => ({ user })),
      [],
    ),
  ).toBeLessThanOrEqual(2048);
  expect(await sizeOf([{ group: "engineers", members: crowd(100) }], [])).toBeLessThanOrEqual(2048);
});
