import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalType } from "../../../policies/framework/resource";
import { rules } from "../../../policies/rules";

test("every type that a rule is about is one of @pulumi/aws", () => {
  const types = new Set(
    rules.flatMap((rule) => rule.types.map(canonicalType)).filter((type) => type !== "pulumi:pulumi:Stack"),
  );
  const unheard = [...types].filter((type) => {
    // The files of some types are named in another case; the module's index names every type.
    const file = join(__dirname, "../../../node_modules/@pulumi/aws", type.split(/[:/]/)[1] ?? "", "index.js");
    return !existsSync(file) || !readFileSync(file, "utf8").includes(`"${type}"`);
  });
  expect(unheard).toEqual([]);
});
