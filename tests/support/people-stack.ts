import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as yaml from "yaml";
import type { Principal } from "../../components/internal/roles/principals";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { evaluated } from "./evaluations";

export interface People {
  readonly uploaders?: readonly Principal[];
  readonly viewers?: readonly Principal[];
  readonly admins?: readonly Principal[];
  readonly auditors?: readonly Principal[];
  readonly custodians?: readonly Principal[];
}

/** The graph of this project's stack with other people; whom it does not name is one user each. */
export const graphWith = async (people: People): Promise<Graph> => {
  const directory = mkdtempSync(join(tmpdir(), "coffer-people-"));
  const everybody: People = {
    uploaders: [{ user: "alice" }],
    viewers: [{ user: "victor" }],
    admins: [{ user: "ada" }],
    auditors: [{ user: "audrey" }],
    ...people,
  };
  const config = {
    "aws:region": "eu-central-1",
    "coffer:company": "acme",
    "coffer:environment": "dev",
    "coffer:standbyRegion": "eu-west-1",
    ...Object.fromEntries(Object.entries(everybody).map(([role, principals]) => [`coffer:${role}`, principals])),
  };
  writeFileSync(
    join(directory, "Pulumi.yaml"),
    yaml.stringify({
      name: "coffer",
      runtime: "nodejs",
      main: relative(directory, join(projectDirectory, "index.ts")),
    }),
  );
  writeFileSync(join(directory, "Pulumi.test.yaml"), yaml.stringify({ config }));
  try {
    return await evaluated({ directory, stack: "test" });
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** `user-001`, `user-002` and so on: names of eight characters, as long as a first name with an initial. */
export const crowd = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `user-${String(index + 1).padStart(3, "0")}`);
