import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { StackTrace } from "@pulumi/pulumi/proto/source_pb";
import type { Resource } from "../types";

const pathOf = (uri: string): string => {
  if (uri.startsWith("project://")) return uri.slice("project://".length);
  return uri.startsWith("file://") ? fileURLToPath(uri) : uri;
};

/** The innermost line of a stack trace that is the program's own: below its folder, and outside of `node_modules`. */
export const sourceOf = (trace: StackTrace | undefined, directory: string): Resource["source"] => {
  for (const frame of trace?.getFramesList() ?? []) {
    const at = frame.getPc();
    if (at === undefined) continue;
    const file = relative(directory, pathOf(at.getUri()));
    const inside = !file.startsWith("..") && !file.split(sep).includes("node_modules");
    if (inside && file !== "") return { file: file.split(sep).join("/"), line: at.getLine() };
  }
  return undefined;
};
