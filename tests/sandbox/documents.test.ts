import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";
import { withoutAws } from "../../tools/graph/program/launch";
import { writeSessions } from "../../tools/sandbox/deploy/sessions";
import { installEmulator } from "../../tools/sandbox/emulator/install";
import { type CommandBlock, commandBlocks, documents, inlineCommands } from "../support/documents";
import { useSandbox } from "../support/sandbox";

const sandbox = useSandbox();

/** The blocks of a document that are for the sandbox, each with its text's role. */
const runnable = (file: string) =>
  commandBlocks(file).flatMap(({ held, ...block }: CommandBlock) =>
    held?.kind === "sandbox" ? [{ ...block, role: held.role }] : [],
  );

const withBlocks = documents().filter((file) => runnable(file).length > 0);

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a document from its beginning to its end in one shell, as a reader does; each block with its role's session. */
const follow = async (file: string): Promise<Ran> => {
  const blocks = runnable(file);
  const sessions = await writeSessions(sandbox.get());
  const script = blocks.map(({ where, text, role }) => `echo "== ${where}"\n. ${sessions.get(role)}\n${text}\necho`);
  const directory = await mkdtemp(join(tmpdir(), "coffer-documents-"));
  try {
    await writeFile(join(directory, "follow.sh"), script.join("\n"), { mode: 0o600 });
    const { emulator, deployment } = sandbox.get();
    const child = spawn("bash", ["-euo", "pipefail", "follow.sh"], {
      cwd: directory,
      env: {
        ...withoutAws(),
        ...emulator.clientEnvironment,
        ENDPOINT: deployment.outputs.endpoint,
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
    return { code, output };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const followed = new Map<string, Promise<Ran>>();
/** What a document's commands printed; each is followed once. */
const outcomeOf = (file: string): Promise<Ran> => {
  const outcome = followed.get(file) ?? follow(file);
  followed.set(file, outcome);
  return outcome;
};

test("there are documents whose commands the sandbox runs", () => {
  expect(withBlocks).toContain("docs/api.md");
});

test.each(withBlocks)(
  "the commands of %s do what it says",
  async (file) => {
    const { code, output } = await outcomeOf(file);
    expect(`${output}\nended with ${code}`).toMatch(/\nended with 0$/);
  },
  60_000,
);

test("docs/api.md shows what it promises: who one is, the object, its bytes, its deletion and its return", async () => {
  const { output } = await outcomeOf("docs/api.md");
  const answers = output.split(/^== .*$/m).map((answer) => answer.trim());
  const [, whoami = "", plan = "", put = "", completed = "", read = "", administered = ""] = answers;
  expect(answers).toHaveLength(7);
  expect(JSON.parse(whoami)).toMatchObject({ caller: "alice", role: "uploader", writes: "uploads/alice/" });
  expect([plan, put]).toEqual(["", ""]);
  expect(JSON.parse(completed)).toMatchObject({ key: "uploads/alice/notes.txt", size: 11 });
  expect(read).toContain('"key":"uploads/alice/notes.txt"');
  expect(read.endsWith("hello world")).toBe(true);
  expect(administered).toContain("uploads/alice/notes.txt");
}, 60_000);

/**
 * Prints what botocore, on which the AWS CLI is built, does not know of each command: the operation, or an option that
 * is no member of its input. The CLI's own commands have no model, and are named here.
 */
const unknownToBotocore = `
import json, shlex, sys
import botocore.session
from botocore import xform_name

own = {"cloudtrail validate-logs", "configure export-credentials", "s3 ls", "s3 cp", "s3 sync", "s3 presign"}
common = {"profile", "region", "output", "query", "endpoint-url"}
session = botocore.session.Session()
for command in json.load(sys.stdin):
    words = shlex.split(command, comments=True)
    service, operation = (words[1:] + ["", ""])[:2]
    if f"{service} {operation}" in own:
        continue
    try:
        model = session.get_service_model({"s3api": "s3"}.get(service, service))
    except Exception:
        print(f"{command}: no service {service}")
        continue
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in names:
        print(f"{command}: no operation {operation}")
        continue
    shape = model.operation_model(names[operation]).input_shape
    members = {xform_name(name, "-") for name in shape.members} if shape else set()
    options = {word[2:].split("=")[0] for word in words if word.startswith("--")}
    for option in sorted(options - members - common):
        print(f"{command}: no option --{option}")
`;

const askBotocore = async (commands: readonly string[]): Promise<string[]> => {
  const python = await installEmulator({ root: projectDirectory, say: () => undefined });
  const { status, stdout, stderr } = spawnSync(python, ["-c", unknownToBotocore], {
    input: JSON.stringify(commands),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").filter((line) => line !== "");
};

test("each AWS CLI command in a document names an operation and options that there are", async () => {
  const commands = documents().flatMap((file) => [
    ...inlineCommands(file),
    // A line that ends in a backslash goes on.
    ...commandBlocks(file).flatMap(({ text }) => text.replace(/\\\n\s*/g, " ").split("\n")),
  ]);
  const aws = [...new Set(commands.filter((command) => command.startsWith("aws ")))];
  expect(aws.length).toBeGreaterThan(4);
  expect(await askBotocore(aws)).toEqual([]);
}, 60_000);

test("one that there is not is found", async () => {
  const wrong = [
    "aws kms cancel-deletion",
    "aws kms enable-key --key 1",
    "aws keys list",
    "aws kms enable-key --key-id 1",
  ];
  expect(await askBotocore(wrong)).toEqual([
    "aws kms cancel-deletion: no operation cancel-deletion",
    "aws kms enable-key --key 1: no option --key",
    "aws keys list: no service keys",
  ]);
}, 60_000);
