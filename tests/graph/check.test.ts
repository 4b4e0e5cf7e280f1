import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";
import { rules } from "../../policies/rules";
import { type Checked, check } from "../../tools/graph/check/run-pack";
import { evaluate, projectDirectory } from "../../tools/graph/evaluate";

const insecure = join(projectDirectory, "examples/insecure");
const folder = mkdtempSync(join(tmpdir(), "coffer-check-"));
const today = "2026-11-22";

// Most tests evaluate a program in a process of its own.
jest.setTimeout(60_000);

let bad: Checked;
beforeAll(async () => {
  bad = await check({ directory: insecure, stack: "dev", today });
});

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["tools/scripts/ts.mjs", "tools/graph/check/main.ts", ...args],
    {
      cwd: projectDirectory,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    },
  );
  return { status, stdout, stderr };
};

describe("our own stack", () => {
  test.each(["dev", "sandbox"])("%s violates no rule but those that it states a reason for", async (stack) => {
    const { outcome } = await check({ directory: projectDirectory, stack, today });
    expect(outcome.violations.map(({ rule, resource }) => `${rule.id} ${resource.name}`)).toEqual([]);
    expect(outcome.unknown).toEqual([]);
    expect(outcome.problems).toEqual([]);
  });

  test("in a preview nothing is found that the update would not find, and what is open says so", async () => {
    const { outcome } = await check({ directory: projectDirectory, stack: "dev", preview: true, today });
    expect(outcome.violations).toEqual([]);
    expect(outcome.unknown.length).toBeGreaterThan(0);
    for (const { message } of outcome.unknown) expect(message).toMatch(/not known yet$/);
  });
});

describe("the insecure example", () => {
  test("has at least 40 findings, at the lines that make them", () => {
    const { outcome, locate } = bad;
    expect(outcome.violations.length).toBeGreaterThanOrEqual(40);
    expect(outcome.unknown).toEqual([]);
    for (const { resource } of outcome.violations) {
      // CallbackFunction makes these by itself: the program has no line of theirs.
      if (resource.type.startsWith("aws:iam/") && /^worker(-|$)/.test(resource.name)) continue;
      const { file, line } = locate(resource);
      const text = readFileSync(join(insecure, file), "utf8").split("\n")[(line ?? 0) - 1];
      expect(text).toContain(`${resource.token.split(":").at(-1)}("${resource.name}"`);
    }
  });

  test("shows every rule at work", () => {
    const { outcome } = bad;
    const shown = new Set(outcome.violations.map(({ rule }) => rule.id));
    // A program cannot be empty and show the others.
    expect(rules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual(["program-empty"]);
  });

  test("is found by the rules that the pack exists for, in every shape", () => {
    const { outcome } = bad;
    const found = outcome.violations.map(({ rule, resource }) => `${rule.id} ${resource.name}`);
    for (const finding of [
      "s3-public-policy site",
      "s3-public-acl site",
      "s3-website site",
      "s3-public-access-weakened site",
      "s3-public-access-block uploads",
      "s3-versioning site",
      "s3-versioning uploads",
      "s3-versioning archive",
      "s3-default-encryption archive",
      "s3-deny-unencrypted-uploads uploads",
      "cloudfront-origin-access delivery",
    ])
      expect(found).toContain(finding);
  });
});

test("anyone's program is checked, and what was made up for it is said", async () => {
  const directory = join(projectDirectory, "tests/fixtures/foreign");
  const { outcome, foreign } = await check({ directory, stack: "test", today });
  expect(foreign).toEqual(["aws:glacier/vault:Vault"]);
  const found = outcome.violations.map(({ rule, resource }) => `${rule.id} ${resource.name}`);
  expect(found).toContain("s3-public-access-block warm");
  expect(found).not.toContain("s3-versioning warm");
  expect(found).not.toContain("s3-bucket-name warm");
  await expect(evaluate({ directory, stack: "test" })).rejects.toThrow("the type aws:glacier/vault:Vault is not known");
});

describe("npm run check", () => {
  test("ends with 1 where something is refused, and fits 80 columns", () => {
    const { status, stdout } = run("--directory", "examples/insecure");
    expect(status).toBe(1);
    // One word is not broken: a long type has a line of its own.
    expect(stdout.split("\n").filter((line) => line.length > 80 && !/^ {2}\S+$/.test(line))).toEqual([]);
    expect(stdout).toContain("site  aws:s3/bucketPolicy:BucketPolicy\n  ✗ Name the principals, or add a condition");
    expect(stdout).toContain("    It admits everyone in Everyone. A principal of *");
  });

  test("writes SARIF and JUnit for code hosts, and JSON for programs", () => {
    const [sarif, junit] = [join(folder, "a.sarif"), join(folder, "a.xml")];
    const { status, stdout } = run("--directory", insecure, "--sarif", sarif, "--junit", junit, "--json");
    expect(status).toBe(1);
    const { violations } = JSON.parse(stdout) as { violations: object[] };
    const log = JSON.parse(readFileSync(sarif, "utf8")) as Log;
    const results = log.runs[0]?.results ?? [];
    expect(results).toHaveLength(violations.length);
    const policy = results.find(({ ruleId }) => ruleId === "s3-public-policy");
    expect(policy).toMatchObject({
      level: "error",
      message: { text: expect.stringMatching(/^site admits everyone in Everyone\. Name the principals/) },
      locations: [{ physicalLocation: { artifactLocation: { uri: "buckets.ts" }, region: { startLine: 23 } } }],
    });
    const ids = new Set(log.runs[0]?.tool.driver.rules?.map(({ id }) => id));
    for (const { ruleId } of results) expect(ids.has(ruleId ?? "")).toBe(true);
    const xml = readFileSync(junit, "utf8");
    expect(xml).toContain(`failures="${violations.length}"`);
    expect(xml).toContain(
      '<testcase classname="s3-public-policy" name="site admits everyone in Everyone" file="buckets.ts">',
    );
  });

  test("accepts what the configuration gives a reason for, and prints it", () => {
    const config = join(folder, "config.json");
    const expires = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toJSON().slice(0, 10);
    const exception = { reason: "a demonstration of what is wrong", expires };
    const accepted = [
      ...bad.outcome.violations.map(({ rule, resource }) => ({ ...exception, rule: rule.id, resource: resource.urn })),
      { ...exception, rule: "s3-cors", resource: "*/nobody" },
    ];
    writeFileSync(config, JSON.stringify({ all: "advisory", exceptions: { accepted } }));
    const { status, stdout } = run("--directory", insecure, "--config", config);
    expect(stdout).toContain("Accepted\n");
    expect(stdout).toContain(`Until ${expires}: a demonstration of what is wrong`);
    expect(stdout).toContain(" 0 mandatory, 0 advisory, ");
    // An exception that is not needed is a finding.
    expect(stdout).toContain("  The exception from s3-cors for */nobody matches no finding. Remove it.\n");
    expect(status).toBe(1);
  });

  test("ends with 0 where all that is found is advisory", () => {
    const config = join(folder, "advisory.json");
    writeFileSync(config, JSON.stringify({ all: "advisory" }));
    expect(run("--directory", insecure, "--config", config)).toMatchObject({ status: 0 });
  });

  test("names everything that is wrong with a configuration, and ends with 2", () => {
    const config = join(folder, "wrong.json");
    writeFileSync(
      config,
      JSON.stringify({
        "s3-versionning": "mandatory",
        "s3-versioning": "strict",
        "s3-bucket-name": { patern: "^a" },
        "s3-abort-incomplete-uploads": { days: 0 },
        "sqs-tls-only": "toString",
      }),
    );
    const { status, stderr } = run("--config", config);
    expect(status).toBe(2);
    expect(stderr).toContain(
      [
        "s3-versionning is no rule; docs/policies.md lists them",
        "s3-abort-incomplete-uploads: days is 0; give an integer from 1",
        "s3-bucket-name: patern is not a parameter; there are: pattern",
        's3-versioning: enforcementLevel is "strict"; give advisory, mandatory, disabled, remediate',
      ].join("\n  "),
    );
    expect(stderr).toContain('sqs-tls-only: enforcementLevel is "toString"');
  });

  test.each([
    [["--nonsense"], "unknown option '--nonsense'"],
    [["--stack", "nowhere"], "There is no Pulumi.nowhere.yaml"],
    [["--config", "/nowhere.json"], "/nowhere.json cannot be read"],
  ])("ends with 2 when it is called wrongly: %j", (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("--help tells what there is", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    for (const option of ["--stack", "--directory", "--preview", "--config", "--sarif", "--junit", "--json"])
      expect(stdout).toContain(option);
  });
});
