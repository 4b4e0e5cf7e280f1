import { stackRule } from "../../framework/rule";

/** What the engine registers by itself. */
const isOfEngine = (type: string): boolean => type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");

export const rule = stackRule(__filename, {
  what: "A program registers resources",
  why: "a check of nothing finds nothing: without main in Pulumi.yaml, Pulumi runs the entry of the nearest package.json, which may be the library in the folder above",
  fix: "Name the program's file in Pulumi.yaml, such as main: index.ts; if the stack is meant to be empty, set this rule to disabled for it",
  controls: [],
  document: "none: this is about the check itself, and not about AWS",
  severity: "high",
  level: "mandatory",
  types: ["pulumi:pulumi:Stack"],
  *check(_, { index }) {
    if (index.resources.every(({ type }) => isOfEngine(type))) yield "registers nothing but the stack";
  },
});
