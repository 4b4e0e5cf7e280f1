import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type DataFile, declare, sorted } from "./data-file";
import { sources } from "./sources";

const lifecycles = v.record(v.string(), v.object({ deprecated: v.pipe(v.string(), v.isoDate()) }));

/** Runtimes that the source leaves out: AWS Lambda Developer Guide, "Lambda runtimes", deprecated runtimes, as of 2026-11-27. */
const leftOut = { "dotnet5.0": "2022-05-10", dotnet7: "2024-05-14" };

export const lambdaRuntimesFile: DataFile = {
  path: "policies/data/lambda-runtimes.ts",
  about: `By Lambda runtime, the first day without security patches (AWS Lambda Developer Guide, "Lambda runtimes", from which
cfn-lint makes its table).`,
  sources: [sources.cfnLint],
  make: (folderOf) => {
    const path = join(folderOf(sources.cfnLint), "cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json");
    const found = Object.entries(v.parse(lifecycles, JSON.parse(readFileSync(path, "utf8"))));
    return declare(
      "unsupportedFrom",
      "Readonly<Record<string, string>>",
      sorted({ ...leftOut, ...Object.fromEntries(found.map(([name, { deprecated }]) => [name, deprecated])) }),
    );
  },
};
