import * as v from "valibot";

/** A schema with the text that the OpenAPI document has of it. Unused, it is no part of a bundle. */
/* @__NO_SIDE_EFFECTS__ */
export const about = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));
