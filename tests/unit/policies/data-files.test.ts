import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataSources } from "../../../tools/docs/data-sources";
import { render, root, statedSources } from "../../../tools/scripts/policies-data/data-file";
import { dataFiles } from "../../../tools/scripts/policies-data/data-files";
import { isInstalled, type Source, SourceFolders } from "../../../tools/scripts/policies-data/sources";

const folders = new SourceFolders();
afterAll(() => folders.remove());

const folderOf = (source: Source): string => {
  // The test must not ask a registry.
  if (!isInstalled(source)) throw new Error(`${source.name} is no dependency of this project`);
  return folders.folderOf(source);
};

const committed = (path: string): string => readFileSync(join(root, path), "utf8");
const fromInstalled = dataFiles.filter(({ sources }) => sources.every(isInstalled));

test.each(fromInstalled.map((file) => [file.path, file] as const))(
  "%s is what `npm run policies:data` makes of the installed packages",
  (path, file) => {
    expect(committed(path)).toBe(render(file, folderOf));
  },
);

test.each(dataFiles.map((file) => [file.path, file] as const))(
  "%s states its source, version and date",
  (path, file) => {
    expect(file.sources.length).toBeGreaterThan(0);
    expect(committed(path).replaceAll(/\n \* ?/g, " ")).toContain(statedSources(file.sources));
    for (const { version, date } of file.sources) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  },
);

test("what is fetched is pinned by a hash", () => {
  const unpinned = dataFiles
    .flatMap(({ sources }) => sources)
    .filter((source) => isInstalled(source) && !existsSync(join(root, "node_modules", source.name)));
  expect(unpinned).toEqual([]);
});

test("every file in policies/data is made, or states the AWS documents and the day", () => {
  const made = new Set(dataFiles.map(({ path }) => path));
  const byHand = dataSources().filter(({ name }) => !made.has(`policies/data/${name}`));
  expect(byHand.map(({ name }) => name)).toEqual([
    "log-writers.ts",
    "service-metrics.ts",
    "service-sources.ts",
    "shared-issuers.ts",
  ]);
  for (const { from } of byHand)
    expect(from).toMatch(/^Collected by hand, as of 20\d\d-\d\d-\d\d, from:? .*(Guide|page)/);
});
