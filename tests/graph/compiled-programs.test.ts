import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate, projectDirectory } from "../../tools/graph/evaluate";

const parent = join(projectDirectory, ".sandbox");
mkdirSync(parent, { recursive: true });
const directory = mkdtempSync(join(parent, "compiled-"));
const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

beforeAll(() => {
  write("Pulumi.yaml", "name: compiled\nruntime: nodejs\nmain: index.ts\n");
  write("Pulumi.test.yaml", "config:\n  aws:region: eu-central-1\n");
  write("index.ts", 'import { answer } from "./answer";\nexport const seen: number = answer;\n');
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const outputs = async () => (await evaluate({ directory, stack: "test" })).outputs;

describe("what is compiled is kept, and never out of date", () => {
  it("answers the same the second time, and sees a change of a file that the program imports", async () => {
    write("answer.ts", "export const answer: number = 1;\n");
    expect(await outputs()).toEqual({ seen: 1 });
    expect(await outputs()).toEqual({ seen: 1 });
    write("answer.ts", "export const answer: number = 2;\n");
    expect(await outputs()).toEqual({ seen: 2 });
  });

  it("knows the line of a resource in a file that was compiled before", async () => {
    // The compiler drops the interface: in what it writes, the resource is on another line.
    const text = `import * as pulumi from "@pulumi/pulumi";
interface Dropped {
  readonly one: string;
}
class Thing extends pulumi.ComponentResource {
  constructor(name: string) {
    super("acme:index:Thing", name);
  }
}
new Thing("thing");
export const seen: Dropped["one"] = "${process.pid}";
`;
    write("index.ts", text);
    const place = async () =>
      (await evaluate({ directory, stack: "test" })).resources.find(({ name }) => name === "thing")?.source;
    expect(await place()).toEqual({ file: "index.ts", line: 10 });
    expect(await place()).toEqual({ file: "index.ts", line: 10 });
  });

  it("names the place of an error in a file that was compiled before", async () => {
    write("answer.ts", "export const answer: number = 1;\n");
    await outputs();
    write("index.ts", 'import "./answer";\n\nthrow new TypeError("wrong");\n');
    await expect(outputs()).rejects.toThrow(/wrong\n {4}at index\.ts:3:\d+/);
    await expect(outputs()).rejects.toThrow(/wrong\n {4}at index\.ts:3:\d+/);
  });
});
