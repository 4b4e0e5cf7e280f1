import { gzipSync } from "node:zlib";
import { type AssetValue, evaluate } from "../graph/evaluate";

/**
 * `npm run bundle-report [STACK]`: the size of each inline function of a stack. A presigning function may have 40 KB
 * (of 1,024 bytes) raw: a larger one starts slower for the caller who finds it cold. The recorder signs no URLs; it
 * reads events, and may have 64.
 */
const limitOf = (name: string): number => (name === "index" ? 64 : 40) * 1024;

const textOf = (code: unknown): string => {
  const archive = code as AssetValue;
  const file = archive.asset === "archive" ? archive.files["index.js"] : undefined;
  return file?.asset === "text" ? file.text : "";
};

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

const report = async (stack: string): Promise<void> => {
  const { resources } = await evaluate({ stack });
  const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
  console.log(`${"function".padEnd(20)}${"raw".padStart(10)}${"gzip".padStart(10)}${"limit".padStart(10)}`);
  for (const { name, inputs } of functions) {
    const text = textOf(inputs.code);
    const raw = Buffer.byteLength(text);
    const within = raw > 0 && raw <= limitOf(name);
    if (!within) process.exitCode = 1;
    const sizes = [raw, gzipSync(text).length, limitOf(name)].map((bytes) => kilobytes(bytes).padStart(10)).join("");
    console.log(`${name.padEnd(20)}${sizes}  ${within ? "ok" : "TOO LARGE"}`);
  }
};

report(process.argv[2] ?? "dev").catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
