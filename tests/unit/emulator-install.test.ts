import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ProgramError } from "../../tools/graph/program-error";
import { installEmulator } from "../../tools/sandbox/emulator/install";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coffer-install-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const install = (given: string) => installEmulator({ root: folder, say: () => {}, python: given });
/** Answers like the Python described; makes an "environment" of nothing but itself; its pip does as told. */
const fakePython = async (version: string, missing: string, pip = "true") => {
  const fake = join(folder, "fake-python");
  const script = `#!/bin/sh
    case "$2 $3" in
      "-c "*) echo '[[${version}], "linux-x86_64", "/usr", [${missing}]]' ;;
      "-m venv") mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
      "-m pip") ${pip} ;;
    esac`;
  await writeFile(fake, script);
  await chmod(fake, 0o755);
  return fake;
};

test("says what to install when there is no Python", async () => {
  const attempt = install(join(folder, "no-python"));
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow(
    /no-python" was not found\.[\s\S]*apt install python3 python3-venv[\s\S]*brew install python/,
  );
});

test("says what to install when Python is too old", async () => {
  const attempt = install(await fakePython("3, 9, 18", ""));
  await expect(attempt).rejects.toThrow(/Python 3\.10 or newer\. ".*" is Python 3\.9\.18\.[\s\S]*brew install python/);
});

test("says what to install when Python has no venv", async () => {
  const attempt = install(await fakePython("3, 11, 2", '"ensurepip"'));
  await expect(attempt).rejects.toThrow(/no module ensurepip\.[\s\S]*apt install python3\.11-venv/);
});

test("leaves nothing that looks complete when it fails, and shows how pip ended", async () => {
  const attempt = install(await fakePython("3, 11, 2", "", "seq 100 >&2; echo 'ERROR: no such wheel' >&2; exit 1"));
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow(
    /failed \(Python 3\.11\.2\):\n {2}94\n[\s\S]*ERROR: no such wheel\nCheck the network/,
  );
  expect(readdirSync(join(folder, ".sandbox"))).toEqual([]);
});

test("may run twice at once, and is not fooled by an installation that was interrupted", async () => {
  const sandbox = join(folder, ".sandbox");
  await mkdir(join(sandbox, ".unfinished-young", "bin"), { recursive: true });
  await mkdir(join(sandbox, ".unfinished-old", "bin"), { recursive: true });
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
  await utimes(join(sandbox, ".unfinished-old"), yesterday, yesterday);
  const fake = await fakePython("3, 11, 2", "", "sleep 0.3");
  const [one, two] = await Promise.all([install(fake), install(fake)]);
  expect(one).toBe(two);
  expect(existsSync(one)).toBe(true);
  expect(readdirSync(sandbox).sort()).toEqual([".unfinished-young", basename(dirname(dirname(one)))]);
});

test("makes another installation for another Python", async () => {
  const one = await install(await fakePython("3, 11, 2", ""));
  expect(await install(await fakePython("3, 11, 2", ""))).toBe(one);
  expect(await install(await fakePython("3, 11, 3", ""))).not.toBe(one);
});
