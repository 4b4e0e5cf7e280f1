/**
 * Makes the data that AWS extends by itself from published packages: `npm run policies:data`. The sources, with version,
 * date and hash, are in sources.ts; dataFiles lists what is made of them. What is no dependency of this project is
 * fetched by npm and pip into a temporary folder, and its hash is checked.
 *
 *     npm run policies:data                   writes every file
 *     npm run policies:data -- --check        writes nothing; exits with 1 if a committed file differs
 *     npm run policies:data -- --installed    only the files whose sources are installed (needs no network)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { render, root } from "./data-file";
import { dataFiles } from "./data-files";
import { isInstalled, SourceFolders } from "./sources";

const options = { check: { type: "boolean" }, installed: { type: "boolean" } } as const;

const main = (): number => {
  const { check = false, installed = false } = parseArgs({ options }).values;
  const folders = new SourceFolders();
  let stale = 0;
  try {
    for (const file of dataFiles.filter(({ sources }) => !installed || sources.every(isInstalled))) {
      const text = render(file, (source) => folders.folderOf(source));
      const path = join(root, file.path);
      const same = read(path) === text;
      if (!same) stale += 1;
      if (!same && !check) writeFileSync(path, text);
      console.log(`${same ? "as it was" : check ? "DIFFERS" : "written"}  ${file.path}`);
    }
  } finally {
    folders.remove();
  }
  return check && stale > 0 ? 1 : 0;
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
