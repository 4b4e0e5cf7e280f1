import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as yaml from "yaml";

const examples = join(__dirname, "../../examples");

/** Without `main`, Pulumi takes the entry of the nearest `package.json`: the library in the folder above. */
test.each(readdirSync(examples))("examples/%s names its own program", (name) => {
  const project: unknown = yaml.parse(readFileSync(join(examples, name, "Pulumi.yaml"), "utf8"));
  expect(project).toMatchObject({ main: expect.stringMatching(/^[\w/-]+\.ts$/) });
  const { main } = project as { main: string };
  expect(existsSync(join(examples, name, main))).toBe(true);
});
