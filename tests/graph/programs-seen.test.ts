import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate, type Graph } from "../../tools/graph/evaluate";
import { find } from "../support/graph";
import { programFolder, scratch, type Verdict, verdictOf } from "../support/programs";

// Each test evaluates a program in a process of its own.
jest.setTimeout(120_000);

const graphOf = (name: string): Promise<Graph> =>
  evaluate({ directory: programFolder(name), stack: "test", foreign: true });

const answersFile = (name: string, answers: object): string => {
  const path = join(scratch, `${name}.json`);
  writeFileSync(path, JSON.stringify(answers));
  return path;
};

describe("provider functions", () => {
  test("a policy document is computed: a role that trusts everyone and may do everything is found", async () => {
    const { status, violations, said } = await verdictOf(programFolder("policy-document"));
    expect(said).toBe("");
    expect(violations).toEqual(expect.arrayContaining(["iam-trust-everyone open", "iam-wildcard-actions open"]));
    expect(status).toBe(1);
  });

  test("region, partition, account and the like are answered from the stack and the call's provider", async () => {
    const { outputs, unseen } = await graphOf("region-functions");
    expect(unseen).toEqual([]);
    expect(outputs).toEqual({
      region: "eu-central-1",
      other: "cn-north-1",
      partition: "amazonaws.com",
      otherPartition: "aws-cn",
      account: "123456789012",
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      service: "s3.eu-central-1.amazonaws.com",
      principal: "logs.amazonaws.com",
      parsed: "role/team/builder",
      trimmed: "arn:aws:iam::123456789012:role/builder",
      billing: "arn:aws:iam::386209384616:root",
      canonical: expect.stringMatching(/^[0-9a-f]{64}$/),
      issuer: "arn:aws:iam::123456789012:role/builder",
      plain: "eu-central-1",
      applied: "Europe (Frankfurt)",
    });
  });

  describe("what only AWS can answer", () => {
    const template = join(scratch, "recorded.json");
    let unanswered: Verdict;
    beforeAll(async () => {
      unanswered = await verdictOf(programFolder("provider-function"), { recordAnswers: template });
    });

    test("is not known, and the check does not end well", () => {
      const { status, said, violations } = unanswered;
      expect(status).toBe(2);
      expect(said).toContain('Only AWS can answer aws.route53.getZone({"name":"example.com"}); what');
      expect(said).toContain("--record-answers answers.json");
      expect(said).toContain("BucketPolicy::site: s3-public-policy cannot decide: policy is not known yet.");
      expect(violations).toEqual([]);
    });

    test("is written down as a template, and known once it is filled in", async () => {
      const recorded = JSON.parse(readFileSync(template, "utf8"));
      expect(recorded.functions).toHaveLength(1);
      const [{ token, args, answer }] = recorded.functions;
      expect([token, args]).toEqual(["aws:route53/getZone:getZone", { name: "example.com" }]);
      expect(answer).toMatchObject({ name: "example.com", zoneId: "[not known yet]", comment: "[not known yet]" });
      const filled = { ...recorded, functions: [{ token, args, answer: { zoneId: "Z1", comment: "site" } }] };
      const { status, said, violations } = await verdictOf(programFolder("provider-function"), {
        answers: answersFile("filled", filled),
      });
      expect(said).toBe("");
      expect(violations).toContain("s3-public-policy site");
      expect(status).toBe(1);
    });

    test("stays unknown as long as the template is not filled in", async () => {
      const { status } = await verdictOf(programFolder("provider-function"), { answers: template });
      expect(status).toBe(2);
    });
  });
});

describe("what is read", () => {
  test("a policy for somebody else's bucket is judged, and that bucket is not", async () => {
    const { status, violations, said } = await verdictOf(programFolder("get-bucket"));
    expect(said).toBe("");
    // What is wrong with the policy; nothing about versions, encryption or access logs of a bucket that is not its own.
    expect([...violations].sort()).toEqual([
      "s3-deny-unencrypted-uploads existing",
      "s3-public-policy existing",
      "s3-tls-only existing",
    ]);
    expect(status).toBe(1);
  });

  test("what only AWS can tell of a read resource is not known, unless it is given", async () => {
    const unknown = await verdictOf(programFolder("get-role"));
    expect(unknown.status).toBe(2);
    expect(unknown.said).toContain("reads the existing aws:iam/role:Role 'acme-existing'");
    const resource = { type: "aws:iam/role:Role", id: "acme-existing", answer: { arn: "*" } };
    const known = await verdictOf(programFolder("get-role"), {
      answers: answersFile("role", { resources: [resource] }),
    });
    expect(known.said).toBe("");
    expect(known.violations).toContain("sns-public-policy events");
    expect(known.status).toBe(1);
  });

  test("another stack's outputs are not known, unless they are given", async () => {
    const unknown = await verdictOf(programFolder("stack-reference"));
    expect(unknown.status).toBe(2);
    expect(unknown.said).toContain("The outputs of the stack acme/network/dev are not known here.");
    const stacks = { "acme/network/dev": { bucket: "shared", principal: "*" } };
    const known = await verdictOf(programFolder("stack-reference"), { answers: answersFile("stacks", { stacks }) });
    expect(known.said).toBe("");
    expect(known.violations).toContain("s3-public-policy shared");
    expect(known.status).toBe(1);
  });
});

test("a program in an exported function is run", async () => {
  const { status, violations } = await verdictOf(programFolder("async-export"));
  expect(violations).toContain("s3-public-acl late");
  expect(status).toBe(1);
});

test("transforms of resource, component and stack are applied, from the inside outwards, the old ones too", async () => {
  const graph = await graphOf("transforms");
  const bucket = find(graph, "Bucket", "group-bucket");
  expect(bucket.inputs).toEqual({
    acl: "public-read",
    tags: { own: "seen", parent: "seen", stack: "seen", from: find(graph, "Queue", "group-queue").outputs.arn },
  });
  expect(bucket.protect).toBe(true);
  expect(find(graph, "Topic", "old-way").inputs.displayName).toBe("seen");
  expect(graph.outputs.changed).toBe("role/changed");
  const { violations } = await verdictOf(programFolder("transforms"));
  expect(violations).toContain("s3-public-acl group-bucket");
});

test("a map of providers reaches the children, with its region and its default tags", async () => {
  const graph = await graphOf("providers");
  const bucket = find(graph, "Bucket", "store-bucket");
  expect(bucket.region).toBe("eu-west-1");
  expect(bucket.outputs.tagsAll).toEqual({ team: "data", cost: "2" });
  expect(find(graph, "Bucket", "untagged").outputs).not.toHaveProperty("tagsAll");
});

describe("a program is run as the engine runs it", () => {
  test("from its own folder, by its package's main, with its own tsconfig.json and the project's configuration", async () => {
    const { outputs, resources, notes, unseen } = await graphOf("folder");
    expect(unseen).toEqual([]);
    expect(outputs).toEqual({
      decorated: ["Settings"],
      size: 3,
      owner: "platform",
      text: "read from the working directory",
      organization: "organization",
      place: "folder/test",
      host: "db.example.com",
      isSecret: true,
    });
    expect(find({ resources } as Graph, "Topic", "events").inputs).toEqual({
      displayName: "[secret folder:token]",
      tags: { password: "changed" },
    });
    expect(notes.join("\n")).toContain("folder:token is encrypted: the text '[secret folder:token]' stands for");
  });

  test("with the secrets and the organisation that are given", async () => {
    const directory = programFolder("folder");
    const secrets = { "folder:token": "told", "folder:database": '{"host":"other"}' };
    const graph = await evaluate({ directory, stack: "acme/folder/test", foreign: true, secrets });
    expect(find(graph, "Topic", "events").inputs.displayName).toBe("told");
    expect(graph.outputs).toMatchObject({ organization: "acme", host: "other", place: "folder/test" });
  });

  test.each(["javascript", "es-module"])("%s", async (name) => {
    const { status, violations, notes } = await verdictOf(programFolder(name));
    expect(violations).toContain("s3-public-acl public");
    expect(status).toBe(1);
    // The stack has no file: the project's own configuration counts, and that is said.
    expect(notes).toContain("There is no Pulumi.test.yaml");
  });
});
