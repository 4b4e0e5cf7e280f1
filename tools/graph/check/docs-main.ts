import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policies/rules";
import { policyDocs } from "../../docs/rule-pages";
import { projectDirectory } from "../evaluate";

const path = join(projectDirectory, "docs", "policies.md");
writeFileSync(path, policyDocs(rules));
console.log(`${path}: ${rules.length} rules`);
