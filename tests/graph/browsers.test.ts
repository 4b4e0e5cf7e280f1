import type { Graph } from "../../tools/graph/evaluate";
import { find, graphOf } from "../support/graph";
import { stackWith } from "../support/program";

const origins = ["https://files.example.com", "http://localhost:5173"];
let graph: Graph;
beforeAll(async () => {
  graph = await stackWith({ "coffer:origins": origins });
}, 120_000);

test("named origins may call the API with what its routes and signed requests need, and nothing else", () => {
  expect(find(graph, "Api", "access").inputs.corsConfiguration).toEqual({
    allowOrigins: origins,
    allowMethods: ["DELETE", "GET", "POST"],
    allowHeaders: [
      "authorization",
      "content-type",
      "x-amz-content-sha256",
      "x-amz-date",
      "x-amz-security-token",
      "x-amz-user-agent",
    ],
    exposeHeaders: ["apigw-requestid", "retry-after"],
    allowCredentials: false,
    maxAge: 3600,
  });
});

test("the same origins may use the main bucket by presigned URLs, and no other bucket", () => {
  const cors = graph.resources.filter(({ type }) => type.endsWith(":BucketCorsConfiguration"));
  expect(cors.map(({ name }) => name)).toEqual(["main"]);
  expect(cors[0]?.inputs.corsRules).toMatchObject([{ allowedOrigins: origins, allowedMethods: ["GET", "PUT"] }]);
});

test("no route takes a preflight, and every route still wants a signature", () => {
  const routes = graph.resources.filter(({ type }) => type.endsWith(":Route"));
  expect(routes.filter(({ inputs }) => String(inputs.routeKey).startsWith("OPTIONS"))).toEqual([]);
  expect(new Set(routes.map(({ inputs }) => inputs.authorizationType))).toEqual(new Set(["AWS_IAM"]));
});

test("without origins neither of them answers a browser", async () => {
  const plain = await graphOf();
  expect(find(plain, "Api", "access").inputs).not.toHaveProperty("corsConfiguration");
  expect(plain.resources.filter(({ type }) => type.endsWith(":BucketCorsConfiguration"))).toEqual([]);
});

test.each([
  "*",
  "https://*.example.com",
  "http://files.example.com",
  "https://files.example.com/",
  "files.example.com",
])("%j is no origin to name", async (origin) => {
  await expect(stackWith({ "coffer:origins": [origin] })).rejects.toThrow("coffer:origins is");
});
