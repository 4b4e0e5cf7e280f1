import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policies/rules";
import { projectDirectory } from "../evaluate";
import { policyDocs } from "./docs";

const path = join(projectDirectory, "docs", "policies.md");
writeFileSync(path, policyDocs(rules));
console.log(`${path}: ${rules.length} rules`);
