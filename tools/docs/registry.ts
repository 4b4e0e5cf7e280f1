import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { objectReadySchema } from "../../functions/records/object-ready";
import { rules } from "../../policies/rules";
import type { DecidedSection } from "../graph/access/matrix";
import { summary } from "../graph/access/summary";
import { lines } from "../graph/access/text-table";
import { projectDirectory } from "../graph/evaluate";
import type { Graph } from "../graph/types";
import { auditPage } from "./audit-tables";
import { componentsPage, referenceOf } from "./components-page";
import { configurationPage } from "./configuration-page";
import { guardrailAlarms, guardrailPage } from "./guardrail-page";
import { inventory, inventoryText } from "./inventory/inventory";
import { openApiDocument } from "./openapi";
import { policyDocs } from "./rule-pages";

/** The stack that the documents describe. */
export const documentedStack = "dev";

/** What documents are made of, beside the code itself. Each is computed when it is first asked for. */
export interface DocumentInputs {
  /** The package's version. */
  readonly version: string;
  /** The graph of {@link documentedStack}. */
  readonly graph: () => Promise<Graph>;
  /** Its access matrix, whole. */
  readonly matrix: () => Promise<readonly DecidedSection[]>;
  /** What the file holds now, for documents of which only a part is generated. */
  readonly written: string;
}

export interface GeneratedDocument {
  /** Below the project's folder. */
  readonly file: string;
  /** What it is made of, in words. */
  readonly from: string;
  readonly text: (inputs: DocumentInputs) => string | Promise<string>;
}

/** What `coffer` exports. */
export const libraryEntry = join(projectDirectory, "components", "index.ts");

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every document that is generated. `npm run docs` writes them; `npm run docs -- --check` and a test compare them. */
export const generatedDocuments: readonly GeneratedDocument[] = [
  {
    file: "docs/openapi.json",
    from: "the API's table of routes and its schemas",
    text: ({ version }) => json(openApiDocument(version)),
  },
  {
    file: "docs/object-ready.v1.schema.json",
    from: "the schema of the event ObjectReady",
    text: () => json({ title: "ObjectReady", ...toJsonSchema(objectReadySchema) }),
  },
  {
    file: "docs/components.md",
    from: "the documentation comments of what components/index.ts exports",
    text: () => componentsPage(referenceOf(libraryEntry)),
  },
  { file: "docs/configuration.md", from: "the keys of the configuration (config/keys)", text: configurationPage },
  {
    file: "docs/policies.md",
    from: "the rules of the policy pack, and what they judge",
    text: async () => policyDocs(rules, await inventory()),
  },
  {
    file: "docs/policies-inventory.csv",
    from: "the declarations of @pulumi/aws, and what the rules judge of them",
    text: async () => inventoryText(await inventory()),
  },
  {
    file: "docs/audit.md",
    from: "the alarms and saved queries (their tables only)",
    text: ({ written }) => auditPage(written),
  },
  {
    file: "docs/guardrail-calls.md",
    from: "the alarms' patterns and IAM's list of actions",
    text: async ({ graph }) => guardrailPage(documentedStack, await guardrailAlarms(await graph())),
  },
  {
    file: "docs/access.md",
    from: "the access matrix, summarised",
    text: async ({ matrix }) => summary(documentedStack, await matrix()),
  },
  {
    file: "docs/access-matrix.tsv",
    from: "the access matrix, a line for each request",
    text: async ({ matrix }) => `${lines(await matrix())}\n`,
  },
];
