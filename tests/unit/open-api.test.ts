import { openApiDocument } from "../../tools/docs/openapi";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly "x-roles": readonly string[];
  readonly security: readonly { readonly sigV4: readonly string[] }[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: {
    readonly description: string;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: object }>>;
}

/** The document as whoever reads the file sees it. */
const document = JSON.parse(JSON.stringify(openApiDocument("1.2.3"))) as {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly servers: readonly {
    readonly url: string;
    readonly variables: Readonly<Record<string, { readonly default: string }>>;
  }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<
      Record<
        string,
        { readonly description: string; readonly headers?: object; readonly content: Readonly<Record<string, unknown>> }
      >
    >;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method, name: `${method} ${path}` })),
);
const operation = (name: string) => {
  const found = operations.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the document has no ${name}`);
  return found;
};

/** Every object in a value, itself included. */
const objectsIn = (value: unknown): Record<string, unknown>[] =>
  typeof value !== "object" || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [{ ...value }]), ...Object.values(value).flatMap(objectsIn)];

const resolve = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null
          ? Object.entries(value).find(([name]) => name === step)?.[1]
          : undefined,
      document,
    );

test("the document is OpenAPI 3.1, of the package's version, for any stack's endpoint", () => {
  expect(document.openapi).toBe("3.1.0");
  expect(document.info.version).toBe("1.2.3");
  const [server] = document.servers;
  expect(server?.url).toBe("{endpoint}");
  expect(server?.variables.endpoint?.default).toMatch(/^https:\/\//);
});

// Written out, not read from the table.
test.each([
  ["get /whoami", "whoami", ["uploader", "viewer", "admin", "custodian"]],
  ["post /uploads", "createUploads", ["uploader", "admin"]],
  ["get /uploads", "listUploads", ["uploader", "admin"]],
  ["get /uploads/{id}", "getUpload", ["uploader", "admin"]],
  ["post /uploads/{id}/complete", "completeUpload", ["uploader", "admin"]],
  ["delete /uploads/{id}", "abortUpload", ["uploader", "admin"]],
  ["get /objects", "listObjects", ["viewer", "admin"]],
  ["get /objects/{key}", "getObject", ["viewer", "admin"]],
  ["post /downloads", "createDownloads", ["viewer", "admin"]],
  ["get /versions", "listVersions", ["viewer", "admin", "custodian"]],
  ["delete /versions", "deleteVersion", ["custodian"]],
  ["post /restores", "createRestore", ["admin"]],
  ["delete /objects/{key}", "deleteObject", ["admin"]],
])("%s is %s, and says who may call it", (name, operationId, roles) => {
  const found = operation(name);
  expect(found.operationId).toBe(operationId);
  expect(found.summary).toMatch(/^[A-Z].*\.$/);
  expect(found["x-roles"]).toEqual(roles);
  expect(found.security).toEqual(roles.map((role) => ({ sigV4: [role] })));
  expect(document.components.securitySchemes).toHaveProperty("sigV4");
});

test("there are these thirteen operations, each with an id of its own", () => {
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(13);
  expect(operations).toHaveLength(13);
});

test("every reference resolves, and every component is used", () => {
  const references = objectsIn(document).flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : []));
  expect(references.length).toBeGreaterThan(60);
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/(schemas|responses)\//);
    expect([reference, typeof resolve(reference)]).toEqual([reference, "object"]);
  }
  const { schemas, responses } = document.components;
  const components = [
    ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
    ...Object.keys(responses).map((name) => `#/components/responses/${name}`),
  ];
  expect(components.filter((component) => !references.includes(component))).toEqual([]);
  // What a component may be named.
  for (const component of components) expect(component.split("/").at(-1)).toMatch(/^[a-zA-Z0-9._-]+$/);
});

test.each(operations)("$name declares the parameters of its path, all required, and each parameter once", (given) => {
  const inPath = given.parameters.filter((parameter) => parameter.in === "path");
  expect(inPath.map(({ name }) => `{${name}}`)).toEqual(given.path.match(/\{\w+\}/g) ?? []);
  expect(inPath.every(({ required, schema }) => required && "type" in schema)).toBe(true);
  const names = given.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  expect(new Set(names).size).toBe(names.length);
});

test("the query's parameters are those that the handler reads, with their limits", () => {
  const inQuery = (name: string) =>
    Object.fromEntries(
      operation(name)
        .parameters.filter((parameter) => parameter.in === "query")
        .map(({ name, required, schema }) => [name, { required, ...schema }]),
    );
  expect(inQuery("get /whoami")).toEqual({});
  const limit = { required: false, type: "integer", minimum: 1, maximum: 1000 };
  expect(inQuery("get /objects")).toEqual({
    prefix: { required: false, type: "string" },
    delimiter: { required: false, type: "string", pattern: "^\\/$" },
    cursor: { required: false, type: "string", minLength: 1 },
    limit,
  });
  expect(inQuery("get /versions")).toMatchObject({ key: { required: true, type: "string" }, limit });
  expect(inQuery("get /objects/{key}").expiresIn).toEqual({ ...limit, maximum: 604_800 });
});

test("a body says how large a batch may be, and that no other field is taken", () => {
  const schemaOf = (name: string) => operation(name).requestBody?.content["application/json"]?.schema;
  expect(schemaOf("post /uploads")).toMatchObject({
    required: ["uploads"],
    additionalProperties: false,
    properties: {
      uploads: { minItems: 1, maxItems: 100, items: { required: ["key", "size"], additionalProperties: false } },
    },
  });
  expect(schemaOf("post /downloads")).toMatchObject({ properties: { downloads: { minItems: 1, maxItems: 100 } } });
  const kinds = (schemaOf("post /restores") as { oneOf: { properties: { kind: { const: string } } }[] }).oneOf;
  expect(kinds.map(({ properties }) => properties.kind.const)).toEqual(["undelete", "version", "archive"]);
  const withBody = operations.filter(({ requestBody }) => requestBody !== undefined).map(({ name }) => name);
  expect(withBody).toEqual(["post /uploads", "post /downloads", "post /restores"]);
  expect(operation("post /uploads").requestBody?.description).toContain("262144");
});

test.each(operations)("$name says what it answers, and how it may fail", ({ responses }) => {
  expect(responses["200"]?.content).toHaveProperty(["application/json", "schema"]);
  for (const status of [400, 403, 413, 429, 500, 503]) expect(responses).toHaveProperty(String(status));
});

test("a failure is problem+json, but for what API Gateway says itself", () => {
  const { responses } = document.components;
  for (const [name, { content, description }] of Object.entries(responses)) {
    expect(description.length).toBeGreaterThan(20);
    const expected = name === "throttled" ? ["application/json"] : ["application/problem+json"];
    const gatewayToo = name.startsWith("not-allowed") || name.startsWith("too-many-uploads");
    expect(Object.keys(content)).toEqual(gatewayToo ? [...expected, "application/json"] : expected);
  }
  expect(responses["storage-unavailable"]?.headers).toHaveProperty("Retry-After");
  expect(responses["too-many-uploads.rate-limited"]?.headers).toHaveProperty("Retry-After");
});

test("a plan is one PUT or several, and a download in a batch may be a problem", () => {
  const { UploadPlan } = document.components.schemas as { UploadPlan: { oneOf: object[] } };
  expect(UploadPlan.oneOf).toMatchObject([
    { properties: { kind: { const: "single" } } },
    { properties: { kind: { const: "multipart" } } },
  ]);
  expect(operation("get /uploads/{id}").responses["200"]?.content).toEqual({
    "application/json": { schema: { $ref: "#/components/schemas/UploadPlan" } },
  });
});
