import { gzipSync } from "node:zlib";
import { type AssetValue, evaluate } from "../graph/evaluate";

/**
 * `npm run bundle-report [STACK]`: the size of each inline function of a stack. One may have 100 KB (of 1,024 bytes)
 * raw: a larger one starts slower for the caller who finds it cold. About 33 KB of each are Powertools' logs and
 * metrics (docs/decisions/0007).
 */
const limit = 100 * 1024;

const textOf = (code: unknown): string => {
  const archive = code as AssetValue;
  const file = archive.asset === "archive" ? archive.files["index.js"] : undefined;
  return file?.asset === "text" ? file.text : "";
};

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

const report = async (stack: string): Promise<void> => {
  const { resources } = await evaluate({ stack });
  // The order of a graph's resources is not always the same.
  const functions = resources
    .filter(({ type }) => type === "aws:lambda/function:Function")
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  console.log(`${"function".padEnd(20)}${"raw".padStart(10)}${"gzip".padStart(10)}  limit ${kilobytes(limit)} raw`);
  for (const { name, inputs } of functions) {
    const text = textOf(inputs.code);
    const raw = Buffer.byteLength(text);
    const within = raw > 0 && raw <= limit;
    if (!within) process.exitCode = 1;
    const sizes = [raw, gzipSync(text).length].map((bytes) => kilobytes(bytes).padStart(10)).join("");
    console.log(`${name.padEnd(20)}${sizes}  ${within ? "ok" : "TOO LARGE"}`);
  }
};

report(process.argv[2] ?? "dev").catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
