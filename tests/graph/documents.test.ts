import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { documentsOf, documentTable } from "../../tools/graph/policy-documents";
import { graphOf } from "../support/graph";
import { programWith, stackWith } from "../support/program";

const users = (count: number, name = "user") =>
  Array.from({ length: count }, (_, index) => ({ user: `${name}-${index + 1}` }));

/** Everything that the configuration can switch on, with the longest names. */
const everything = {
  "coffer:company": "a-company",
  "aws:region": "ap-southeast-1",
  "coffer:standbyRegion": "ap-northeast-1",
  "coffer:alerts": {
    subscribers: [
      { kind: "email", address: "security@example.com" },
      { kind: "slack", teamId: "T0123ABCD", channelId: "C0123ABCD" },
    ],
    notices: "all",
  },
};

/** Fails with every document's size and limit if one is too large. */
const expectToFit = (graph: Graph): void => {
  const documents = documentsOf(graph);
  const tooLarge = documents.filter(({ size, limit }) => size > limit.most);
  expect(tooLarge.length === 0 ? "" : documentTable(documents)).toBe("");
};

test("every document of the default stack is within AWS's limit, and there is one of each kind", async () => {
  const graph = await graphOf();
  expectToFit(graph);
  const kinds = documentsOf(graph).map(({ kind }) => kind);
  expect([...new Set(kinds)].sort()).toEqual(["bucket", "inline", "key", "managed", "queue", "topic", "trust"]);
  // Roles: 5 of people, 6 of the API, the recorder's, the replication's, the trail's delivery and the notices'.
  expect(kinds.filter((kind) => kind === "trust")).toHaveLength(15);
  expect(kinds.filter((kind) => kind === "inline")).toHaveLength(15);
});

test("every document of a stack with everything on is within AWS's limit", async () => {
  expectToFit(await stackWith(everything));
});

test("a team that is too large is refused with the figure, the limit and what to do", async () => {
  await expect(stackWith({ "coffer:viewers": users(400) })).rejects.toThrow(
    /roles-viewer: the trust policy of a role has \d{5} characters; AWS takes 2048\. To do: name fewer principals, .*can be raised to 4096\./,
  );
});

test("so are a bucket's, a key's and a worker's documents that are too large", async () => {
  const many = (count: number, text: string) => `Array.from({ length: ${count} }, (_, index) => ${text})`;
  const key = (users: string) =>
    `new coffer.EncryptionKey("k", { naming, purpose: "keys", grants: [{ to: "s3", users: ${users} }] });`;
  // 500 ARNs of more than 66 characters, quotes and commas included, pass 32,768.
  await expect(
    programWith(key(many(500, "`arn:aws:iam::123456789012:role/a-role-with-a-rather-long-name-$" + "{1000 + index}`"))),
  ).rejects.toThrow(/k: the policy of a key has 3\d{4} bytes; AWS takes 32768\./);
  await expect(
    programWith(`new coffer.SecureBucket("b", { naming, purpose: "things", encryption: { kind: "s3" },
      extraStatements: (arn) => ${many(100, "({ Sid: `Extra$" + "{index}`, Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: pulumi.interpolate`$" + "{arn}/folder-$" + "{index}/an-even-deeper-folder-with-a-long-name/and-more-of-it-for-the-size/*` })")} });`),
  ).rejects.toThrow(/b: the policy of a bucket has 2\d{4} bytes; AWS takes 20480\./);
});

test("the sum of a role's inline policies is what counts", async () => {
  const graph = await programWith(`
    const statement = (index) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::" + "x".repeat(100) + index });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: Array.from({ length: 40 }, (_, index) => statement(index)) });
    for (const name of ["a", "b"]) new aws.iam.RolePolicy(name, { role: "one", policy });
    new aws.iam.RolePolicy("c", { role: "other", policy });`);
  const [one, other] = documentsOf(graph);
  expect([one?.name, other?.name]).toEqual(["a", "c"]);
  expect(one?.size).toBe(2 * (other?.size ?? 0));
  expect(documentTable(documentsOf(graph))).toMatch(/inline a: 13\d{3} of 10240 characters, 1[23]\d %/);
});

/** The expressions that a file of components gives to inputs that hold policies. */
const policyInputs = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText(source).startsWith("aws."))
      for (const argument of node.arguments ?? [])
        if (ts.isObjectLiteralExpression(argument))
          for (const property of argument.properties)
            if (property.name !== undefined && ["policy", "assumeRolePolicy"].includes(property.name.getText(source)))
              found.push(
                ts.isPropertyAssignment(property) ? property.initializer.getText(source) : property.getText(source),
              );
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

test("no component makes a document without its measure", () => {
  const folder = join(projectDirectory, "components");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const given = files.flatMap((file) =>
    policyInputs(join(folder, file)).map((text) => `${file}: ${text.split("(")[0]}`),
  );
  expect(given.length).toBeGreaterThan(15);
  expect(given.filter((text) => !/: (policyDocument|serviceTrust|queuePolicy)$/.test(text))).toEqual([]);
});
