import type { Graph } from "../../tools/graph/evaluate";
import { unknown } from "../../tools/graph/types";
import { evaluated } from "../support/evaluations";
import { find, graphOf } from "../support/graph";

/** As the engine previews a new stack: no id and no ARN is known. */
let preview: Graph;
let update: Graph;
beforeAll(async () => {
  [preview, update] = await Promise.all([evaluated({ stack: "dev", preview: true }), graphOf("dev")]);
});

const urns = ({ resources }: Graph) => resources.map(({ urn }) => urn).sort();

test("a preview shows every resource that the update makes", () => {
  expect(urns(preview)).toEqual(urns(update));
});

test("what AWS decides is not known, and nothing pretends to know it", () => {
  expect(find(preview, "BucketPolicy", "main").inputs).toEqual({ bucket: unknown, policy: unknown });
  expect(find(preview, "Function", "access-read").inputs.role).toBe(unknown);
});

test("names are known before anything exists", () => {
  expect(find(preview, "Bucket", "main").inputs.bucket).toBe("acme-dev-eu-central-1-main-123456789012");
  expect(find(preview, "Role", "roles-admin").inputs.name).toBe("acme-dev-eu-central-1-admin");
});

test.each(["read", "write", "admin"])("the %s function's bytes are the same in a preview and in an update", (name) => {
  const code = (graph: Graph) => find(graph, "Function", `access-${name}`).inputs.code;
  expect(JSON.stringify(code(preview)).length).toBeGreaterThan(10_000);
  expect(code(preview)).toEqual(code(update));
});
