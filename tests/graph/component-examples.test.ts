import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { referenceOf } from "../../tools/docs/components-page";
import { libraryEntry } from "../../tools/docs/registry";
import { projectDirectory } from "../../tools/graph/evaluate";

/** A project whose package `coffer` is what `npm run build` would publish: declarations only, not the sources. */
let folder: string;
const tsc = (...options: string[]) => {
  const command = [join(projectDirectory, "node_modules", "typescript", "bin", "tsc"), ...options];
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  return { status, stdout };
};
const settings = {
  module: "nodenext",
  target: "es2022",
  strict: true,
  noUnusedLocals: true,
  noEmit: true,
  types: ["node"],
  rootDir: ".",
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "coffer-examples-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "coffer"), { recursive: true });
  for (const installed of ["@pulumi", "@types", "valibot"])
    symlinkSync(join(projectDirectory, "node_modules", installed), join(modules, installed));
  symlinkSync(join(projectDirectory, "package.json"), join(modules, "coffer", "package.json"));
  const outDir = join(modules, "coffer", "dist");
  const built = tsc("-p", join(projectDirectory, "tsconfig.build.json"), "--emitDeclarationOnly", "--outDir", outDir);
  if (built.status !== 0) throw new Error(built.stdout);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: settings, include: ["*.ts"] }));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

test("the example of every component compiles against the package's declarations", () => {
  const { components } = referenceOf(libraryEntry);
  const examples = components.flatMap(({ name, examples }) => examples.map((text, index) => ({ name, index, text })));
  expect(examples.length).toBeGreaterThanOrEqual(9);
  for (const { name, index, text } of examples) writeFileSync(join(folder, `${name}-${index}.ts`), text);
  // What must not compile, so that a check that sees nothing fails.
  writeFileSync(
    join(folder, "wrong.ts"),
    'import { EncryptionKey } from "coffer";\n// @ts-expect-error no such grant\nexport const key = new EncryptionKey("key", { naming: { company: "a", environment: "b", region: "c" }, purpose: "x", grants: [{ to: "nobody" }] });\n',
  );
  expect(tsc("-p", folder)).toEqual({ status: 0, stdout: "" });
}, 180_000);
