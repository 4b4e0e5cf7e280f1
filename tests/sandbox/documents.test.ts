import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { withoutAws } from "../../graph/program/launch";
import { writeSessions } from "../../sandbox/deploy/sessions";
import { type CommandBlock, commandBlocks, documents } from "../support/documents";
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
