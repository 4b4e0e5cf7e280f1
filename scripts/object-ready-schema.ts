import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { objectReadySchema } from "../functions/records/object-ready";

/** `npm run schemas`: writes the published schema of `ObjectReady` from the one that events are checked with. */
const schema = { title: "ObjectReady", ...toJsonSchema(objectReadySchema) };
const file = join(__dirname, "..", "docs", "object-ready.v1.schema.json");
writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
