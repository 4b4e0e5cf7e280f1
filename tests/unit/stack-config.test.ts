import { configure, problemsOf, useStack } from "../support/stack-config";

useStack();

test("what a stack must say is enough; the rest has defaults", () => {
  expect(configure()).toMatchObject({
    naming: { company: "acme", environment: "dev", region: "eu-central-1" },
    principals: { uploaders: [{ user: "alice" }], viewers: [{ user: "victor" }], admins: [{ user: "ada" }] },
    layout: "per-caller",
    urlSeconds: 900,
    throttle: { rate: 20, burst: 20 },
    concurrency: undefined,
    protect: true,
  });
});

test("everything may be said, and principals of each kind", () => {
  const principals = [
    { role: "ci", as: "builder", mfa: "not-required" },
    { saml: "arn:aws:iam::123456789012:saml-provider/idp" },
    { oidc: "arn:aws:iam::123456789012:oidc-provider/token.example", audience: "a", subject: "s", as: "job" },
  ];
  const config = configure({
    "coffer:environment": "prod",
    "coffer:uploaders": JSON.stringify(principals),
    "coffer:layout": "shared",
    "coffer:urlSeconds": "3300",
    "coffer:throttle": '{"rate":1,"burst":5000}',
    "coffer:concurrency": "1000",
    "coffer:protect": "false",
  });
  expect(config).toMatchObject({
    naming: { environment: "prod" },
    principals: { uploaders: principals },
    layout: "shared",
    urlSeconds: 3300,
    throttle: { rate: 1, burst: 5000 },
    concurrency: 1000,
    protect: false,
  });
});

test("a missing key is named, with what is allowed and a line to paste", () => {
  expect(problemsOf({ "coffer:company": undefined })).toBe(
    [
      "The configuration of stack 'dev' cannot be used.",
      "",
      "coffer:company is missing.",
      "  allowed: 2 to 20 lowercase letters, digits or hyphens, a letter first",
      "  in Pulumi.dev.yaml, below config:",
      "    coffer:company: acme",
      "",
    ].join("\n"),
  );
});

test.each([
  "aws:region",
  "coffer:company",
  "coffer:uploaders",
  "coffer:viewers",
  "coffer:admins",
  "coffer:standbyRegion",
])("there is no default for %s", (name) => {
  const [, problem, ...more] = problemsOf({ [name]: undefined }).split("\n\n");
  expect(problem).toContain(`${name} is missing.\n`);
  expect(problem).toContain(`\n    ${name}:`);
  expect(more).toEqual([]);
});

test("an example of several lines keeps its shape", () => {
  expect(problemsOf({ "coffer:admins": undefined })).toContain(
    "  in Pulumi.dev.yaml, below config:\n    coffer:admins:\n      - user: ada\n",
  );
});

test("an unknown key is named, with the keys that there are", () => {
  const message = problemsOf({ "coffer:urlSecond": "900" });
  expect(message).toContain(
    "\n\ncoffer:urlSecond is not a key of Coffer. Did you mean coffer:urlSeconds?\n  the keys are: aws:region, coffer:company,",
  );
  expect(message).toContain("coffer:urlSeconds");
});

test("keys of others are none of our business", () => {
  expect(configure({ "aws:profile": "work", "other:key": "1" }).naming.company).toBe("acme");
});

test.each([
  ["aws:region", "Frankfurt", '"Frankfurt"', "an AWS region, such as eu-central-1"],
  ["aws:region", "", '""', "an AWS region"],
  ["coffer:company", "Acme GmbH", '"Acme GmbH"', "2 to 20 lowercase letters"],
  ["coffer:environment", "my-stack", '"my-stack"', "2 to 12 lowercase letters or digits"],
  ["coffer:uploaders", "alice", '"alice"', "a list of those who may upload"],
  ["coffer:uploaders", "[]", "[]", "a list of those who may upload"],
  ["coffer:viewers", '["victor"]', '["victor"]', "a list of those who may list and download"],
  ["coffer:admins", '[{"user":"ada","as":"bob"}]', '[{"user":"ada","as":"bob"}]', "a list of those who may administer"],
  ["coffer:admins", '[{"role":"ci"}]', '[{"role":"ci"}]', "{ role, as, mfa: not-required }"],
  ["coffer:admins", '[{"role":"ci","as":"job","mfa":"no"}]', '"mfa":"no"', "{ role, as, mfa: not-required }"],
  ["coffer:standbyRegion", "Ireland", '"Ireland"', "an AWS region, such as eu-central-1"],
  ["coffer:standbyRegion", "eu-west", '"eu-west"', "an AWS region, such as eu-central-1"],
  ["coffer:objectLock", "governance", '"governance"', "mode governance or compliance"],
  ["coffer:objectLock", '{"mode":"governance"}', '{"mode":"governance"}', "days a whole number from 1 to 36500"],
  ["coffer:objectLock", '{"mode":"governance","days":0}', '"days":0', "days a whole number from 1 to 36500"],
  ["coffer:objectLock", '{"mode":"governance","days":36501}', '"days":36501', "days a whole number from 1 to 36500"],
  ["coffer:objectLock", '{"mode":"legal","days":7}', '"mode":"legal"', "mode governance or compliance"],
  ["coffer:layout", "flat", '"flat"', "per-caller (uploads land below the caller's name) or shared"],
  ["coffer:urlSeconds", "0", "0", "a whole number from 1 to 3300"],
  ["coffer:urlSeconds", "3301", "3301", "a whole number from 1 to 3300"],
  ["coffer:urlSeconds", "1.5", "1.5", "a whole number from 1 to 3300"],
  ["coffer:urlSeconds", "15 minutes", '"15 minutes"', "a whole number from 1 to 3300"],
  [
    "coffer:throttle",
    '{"rate":20}',
    '{"rate":20}',
    "requests of one route a second (rate, a whole number from 1 to 10000)",
  ],
  ["coffer:throttle", '{"rate":20,"burst":5001}', '"burst":5001', "at once (burst, a whole number from 1 to 5000)"],
  ["coffer:throttle", '{"rate":20,"burst":40,"peak":1}', '"peak":1', "requests of one route a second"],
  ["coffer:concurrency", "0", "0", "executions of each function at once, a whole number from 1 to 1000"],
  ["coffer:protect", "yes", '"yes"', "true or false"],
])("%s: %s is refused with what was given and what is allowed", (name, given, shown, allowed) => {
  const [intro, problem = "", ...more] = problemsOf({ [name]: given }).split("\n\n");
  const [first, second, third, fourth] = problem.split("\n");
  expect(intro).toBe("The configuration of stack 'dev' cannot be used.");
  expect(first).toMatch(new RegExp(`^${name} is .*\\.$`));
  expect(first).toContain(shown);
  expect(second).toMatch(/^ {2}allowed: /);
  expect(second).toContain(allowed);
  expect(third).toBe("  in Pulumi.dev.yaml, below config:");
  expect(fourth?.startsWith(`    ${name}:`)).toBe(true);
  expect(more).toEqual([]);
});

test("everything that is wrong is said at once, in one error", () => {
  const message = problemsOf({
    "coffer:colour": "red",
    "aws:region": "Frankfurt",
    "coffer:company": undefined,
    "coffer:urlSeconds": "0",
  });
  expect(message.split("\n\n").map((problem) => problem.split(/ is |\n/)[0])).toEqual([
    "The configuration of stack 'dev' cannot be used.",
    "coffer:colour",
    "aws:region",
    "coffer:company",
    "coffer:urlSeconds",
  ]);
});

const words = "nobody, not even AWS, can delete these versions early";
const lock = (value: object) => JSON.stringify(value);

test("versions are locked for 7 days in governance mode unless the stack says otherwise", () => {
  expect(configure().objectLock).toEqual({ mode: "governance", days: 7 });
  const changes = { "coffer:objectLock": lock({ mode: "governance", days: 36_500 }) };
  expect(configure(changes).objectLock).toEqual({ mode: "governance", days: 36_500 });
});

test("compliance mode is taken once its consequence is confirmed, word for word", () => {
  const compliance = { mode: "compliance", days: 30, confirm: words };
  expect(configure({ "coffer:objectLock": lock(compliance) }).objectLock).toEqual(compliance);
});

test("a stack that may be destroyed has no lock that keeps it from being destroyed", () => {
  const compliance = { mode: "compliance", days: 30, confirm: words };
  const changes = { "coffer:objectLock": lock(compliance) };
  expect(problemsOf({ ...changes, "coffer:protect": "false" })).toContain(
    "coffer:protect is false, and coffer:objectLock",
  );
  expect(configure({ ...changes, "coffer:protect": "true" }).protect).toBe(true);
  const governance = { "coffer:objectLock": lock({ mode: "governance", days: 30 }), "coffer:protect": "false" };
  expect(configure(governance).protect).toBe(false);
});

test.each([
  ["no words", { mode: "compliance", days: 30 }],
  ["other words", { mode: "compliance", days: 30, confirm: "yes" }],
  ["words for the mode that needs none", { mode: "governance", days: 30, confirm: words }],
])("a lock with %s is refused, and the words are told", (_, given) => {
  const message = problemsOf({ "coffer:objectLock": lock(given) });
  expect(message).toContain(`coffer:objectLock is ${lock(given)}.\n  allowed: how long`);
  expect(message).toContain(`compliance cannot be undone, and needs confirm: ${words}\n`);
});

describe("of a stack whose own name is no environment", () => {
  useStack("feature-x");

  test("the environment is refused as the default that it is", () => {
    expect(problemsOf({ "coffer:environment": undefined })).toBe(
      [
        "The configuration of stack 'feature-x' cannot be used.",
        "",
        'coffer:environment is "feature-x" by default.',
        "  allowed: 2 to 12 lowercase letters or digits, a letter first",
        "  in Pulumi.feature-x.yaml, below config:",
        "    coffer:environment: dev",
        "",
      ].join("\n"),
    );
  });

  test("an environment that it names itself does", () => {
    expect(configure({ "coffer:environment": "featurex" }).naming.environment).toBe("featurex");
  });
});
