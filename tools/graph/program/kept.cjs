/**
 * What can be made again is kept by its content, below `node_modules/.cache/coffer`: the name of a kept file is the SHA-256 of
 * everything that it depends on, so it is never out of date. Plain JavaScript, because it runs where nothing can compile
 * TypeScript yet.
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { dirname, join } = require("node:path");

const digestOf = (parts) => {
  const hash = createHash("sha256");
  // With the length of each, so that no two lists of parts are one text.
  for (const part of parts) hash.update(`${part.length}\n`).update(part);
  return hash.digest("hex");
};

const read = (file, encoding) => {
  try {
    return fs.readFileSync(file, encoding);
  } catch {
    return undefined;
  }
};

/** Writes a file as a whole or not at all. A folder that cannot be written costs time only. */
const write = (file, content) => {
  const part = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.writeFileSync(part, content);
    fs.renameSync(part, file);
  } catch {
    fs.rmSync(part, { force: true });
  }
};

/** The text that `make` makes of these parts; kept in the folder from one process to the next. */
const kept = (folder, parts, make) => {
  const file = join(folder, `${digestOf(parts)}.js`);
  const known = read(file, "utf8");
  if (known !== undefined) return known;
  const made = make();
  write(file, made);
  return made;
};

module.exports = { digestOf, kept, read, write };
