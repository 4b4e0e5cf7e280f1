import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Log } from "sarif";
import { projectDirectory } from "../../tools/graph/evaluate";

/** The package of the policies, as npm packs it, in a repository that has nothing of this one. */
jest.setTimeout(240_000);

const modules = join(projectDirectory, "node_modules");
const home = mkdtempSync(join(tmpdir(), "coffer-elsewhere-"));
const built = join(home, "built");
const elsewhere = join(home, "elsewhere");
const installed = join(elsewhere, "node_modules", "coffer-policies");
const python = join(projectDirectory, "tests/fixtures/pulumi-files/python-state.json");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const succeed = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
};

const link = (name: string, into: string): void => {
  mkdirSync(dirname(join(into, name)), { recursive: true });
  symlinkSync(join(modules, name), join(into, name));
};

beforeAll(() => {
  succeed(process.execPath, ["tools/scripts/build-policies.mjs", built], projectDirectory);
  const tarball = succeed("npm", ["pack", "--silent", "--pack-destination", home], built).trim();
  mkdirSync(installed, { recursive: true });
  succeed("tar", ["-xzf", join(home, tarball), "--strip-components=1", "-C", installed], home);
  // What npm would install beside it, and no more.
  for (const name of Object.keys(manifestIn(installed).dependencies)) link(name, join(elsewhere, "node_modules"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (args: readonly string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(join(installed, "coffer-check.js"), args, {
    cwd: elsewhere,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );

test("the package declares what it needs, in the versions that are tested here, and carries nothing else", () => {
  const texts = filesBelow(installed).filter((path) => path.endsWith(".js"));
  const needed = texts.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/require\("([^."][^"]*)"\)/g)].map(([, name = ""]) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    ),
  );
  const { dependencies } = manifestIn(installed);
  const packages = [...new Set(needed)].filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
  expect(packages.sort()).toEqual(Object.keys(dependencies).sort());
  const own = manifestIn(projectDirectory);
  for (const [name, range] of Object.entries({ ...own.devDependencies, ...own.dependencies }))
    if (name in dependencies) expect([name, dependencies[name]]).toEqual([name, range]);
  const places = new Set(filesBelow(installed).map((path) => path.slice(installed.length + 1).split("/")[0]));
  expect([...places].sort()).toEqual([
    "LICENSE",
    "PulumiPolicy.yaml",
    "README.md",
    "coffer-check.js",
    "index.js",
    "package.json",
    "policies",
    "tools",
  ]);
});

test("it checks a program of its own folder", () => {
  const program = join(elsewhere, "shop");
  cpSync(join(projectDirectory, "tests/fixtures/foreign"), program, { recursive: true });
  for (const name of ["@pulumi/pulumi", "@pulumi/aws", "typescript", "@types/node"])
    link(name, join(program, "node_modules"));
  writeFileSync(join(program, "package.json"), '{ "name": "shop" }\n');
  const [sarif, junit] = [join(home, "a.sarif"), join(home, "a.xml")];
  const { status, stdout } = run(["--directory", program, "--stack", "test", "--sarif", sarif, "--junit", junit]);
  expect(stdout).toContain("warm  aws:s3/bucket:Bucket\n");
  expect(stdout).toContain("s3-public-access-block, mandatory, critical");
  expect(status).toBe(1);
  const [first] = (JSON.parse(readFileSync(sarif, "utf8")) as Log).runs;
  expect(first?.results?.map(({ ruleId }) => ruleId)).toContain("s3-public-access-block");
  expect(readFileSync(junit, "utf8")).toContain('<testsuite name="s3-public-access-block"');
});

test("it checks what is deployed, of any language, from a file or from a pipe", () => {
  // The policy is encrypted in it, and mandatory rules need it.
  expect(run(["--state", python])).toMatchObject({
    status: 2,
    stdout: expect.stringContaining("could not be judged."),
  });
  const state = readFileSync(python, "utf8").replaceAll(
    /"ciphertext": "[^"]*"/g,
    `"plaintext": ${JSON.stringify(JSON.stringify('{"Statement":[]}'))}`,
  );
  const { status, stdout } = run(["--state", "-", "--json"], state);
  expect(status).toBe(1);
  const { violations, unseen, others } = JSON.parse(stdout) as Record<string, { rule: string; file: string }[]>;
  expect(violations).toContainEqual(expect.objectContaining({ rule: "s3-versioning", file: "storage.py", line: 15 }));
  expect(unseen).toEqual([]);
  expect(others).toEqual(["random: 1 resource"]);
});

test("it checks what would be, and says what the preview leaves out", () => {
  const urn = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs";
  const queue = { urn, custom: true, type: "aws:sqs/queue:Queue", inputs: { sqsManagedSseEnabled: false } };
  const preview = (summary: object) =>
    JSON.stringify({ steps: [{ op: "create", urn, newState: queue }], changeSummary: summary });
  const whole = run(["--preview-json", "-"], preview({ create: 1 }));
  expect(whole.stdout).toContain("sqs-encryption, mandatory");
  expect(whole.status).toBe(1);
  const part = run(["--preview-json", "-"], preview({ create: 1, same: 4 }));
  expect(part.stdout).toContain("4 unchanged resources are not in the preview. Write it with --show-sames");
  expect(part.status).toBe(2);
});

test.each([
  [["--state", python, "--preview-json", python], "cannot be used with"],
  [["--state", python, "--preview"], "cannot be used with"],
  [["--state", "nowhere.json"], "nowhere.json cannot be read"],
  [["--preview-json", python], "It is a state: give it with --state."],
  [[], "has no Pulumi.yaml"],
])("called wrongly, it ends with 2 and says why: %j", (args, message) => {
  const { status, stderr } = run(args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(2);
});

test("what could not begin is an error in the reports too", () => {
  const [sarif, junit] = [join(home, "b.sarif"), join(home, "b.xml")];
  expect(run(["--state", "nowhere.json", "--sarif", sarif, "--junit", junit]).status).toBe(2);
  const [first] = (JSON.parse(readFileSync(sarif, "utf8")) as Log).runs;
  expect(first?.invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: expect.stringContaining("nowhere.json cannot be read") } }],
    },
  ]);
  expect(readFileSync(junit, "utf8")).toContain("nowhere.json cannot be read");
});

test("--help names every option, with examples", () => {
  const { status, stdout } = run(["--help"]);
  expect(status).toBe(0);
  for (const option of [
    "--stack",
    "--directory",
    "--preview",
    "--state",
    "--preview-json",
    "--config",
    "--sarif",
    "--junit",
    "--json",
  ])
    expect(stdout).toContain(`  ${option}`);
  expect(stdout).toContain("coffer-check --preview-json preview.json");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("whoever reads its output may stop", () => {
  const { status } = spawnSync(
    "bash",
    ["-c", `"${join(installed, "coffer-check.js")}" --state "${python}" | head -n 1`],
    {
      encoding: "utf8",
    },
  );
  expect(status).toBe(0);
  expect(existsSync(python)).toBe(true);
});
