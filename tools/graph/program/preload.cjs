/**
 * Runs in a program's process before the program's own SDK: `--import=…/preload.cjs`. Plain JavaScript, because nothing in
 * that process can compile TypeScript yet. It changes what the SDK prints and how long it takes, and nothing that the
 * engine sees (decision 42).
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const { dirname, join, sep } = require("node:path");
const util = require("node:util");

/** The file with which the SDK starts a program. */
const runner = process.argv[1];
const requireOfSdk = Module.createRequire(runner);

/** A package of the SDK, or undefined if there is none. */
const fromSdk = (request) => {
  try {
    return requireOfSdk(request);
  } catch {
    return undefined;
  }
};

/**
 * Errors are printed without colours. Node.js 20 never ends when it colours a frame such as
 * `node_modules/@pulumi/resource.ts`, where the SDK's source maps put its own files: `markNodeModules` in
 * lib/internal/util/inspect.js looks for a separator that is not there.
 */
const printWithoutColours = () => {
  const { inspect } = util;
  const plain = (given) => (typeof given === "object" ? { ...given, colors: false } : given);
  util.inspect = Object.assign((value, ...options) => inspect(value, ...options.map(plain)), inspect);
};

/** Debug messages, of which the SDK sends some four for each resource, are not sent. They are a fifth of all time. */
const sendNoDebugMessages = () => {
  const log = fromSdk("../../log");
  if (log !== undefined) log.debug = () => Promise.resolve();
};

/**
 * The SDK loads npm's dependency resolver at once (0.5 s), and uses it only for functions that it packs itself, with the
 * whole of `node_modules`. It is loaded at its first use.
 */
const loadArboristLate = () => {
  const load = Module._load;
  Module._load = function (request, parent, ...rest) {
    if (request !== "@npmcli/arborist" || !parent?.filename?.endsWith(join("closure", "codePaths.js")))
      return load.call(this, request, parent, ...rest);
    return {
      __esModule: true,
      get Arborist() {
        return load(request, parent, false).Arborist;
      },
    };
  };
};

/** `node_modules/.cache/coffer` beside the SDK, where tools of this kind keep what they can make again. */
const cacheFolder = () => {
  const end = runner.lastIndexOf(`${sep}node_modules${sep}`);
  return end === -1 ? undefined : join(runner.slice(0, end), "node_modules", ".cache", "coffer", "compiled");
};

const read = (file) => {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** Writes a file as a whole or not at all. A folder that cannot be written costs time only. */
const write = (file, text) => {
  const part = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.writeFileSync(part, text);
    fs.renameSync(part, file);
  } catch {
    fs.rmSync(part, { force: true });
  }
};

/** The text of the nearest `package.json`, which tells ES modules from CommonJS. */
const packageOf = (folder) =>
  read(join(folder, "package.json")) ?? (dirname(folder) === folder ? "" : packageOf(dirname(folder)));

/**
 * What ts-node compiles is kept by its content: the source, its path, its `package.json`, the compiler's options, and the
 * versions of the compiler, ts-node and Node.js. ts-node itself keeps nothing since its version 8.
 */
const keepCompiled = () => {
  const folder = cacheFolder();
  const tsNode = fromSdk("ts-node");
  if (folder === undefined || typeof tsNode?.register !== "function") return;
  const { register, VERSION } = tsNode;
  const packages = new Map();
  tsNode.register = (options) => {
    const service = register(options);
    if (typeof service.compile !== "function" || service.config?.options === undefined) return service;
    const { compile } = service;
    const base = JSON.stringify([VERSION, service.ts?.version, process.version, service.config.options, options]);
    service.compile = (code, file, ...rest) => {
      const place = dirname(file);
      if (!packages.has(place)) packages.set(place, packageOf(place));
      const hash = createHash("sha256");
      for (const part of [base, file, packages.get(place), code]) hash.update(`${part.length}\n${part}`);
      const kept = join(folder, `${hash.digest("hex")}.js`);
      const known = read(kept);
      if (known !== undefined) return known;
      const compiled = compile(code, file, ...rest);
      write(kept, compiled);
      return compiled;
    };
    return service;
  };
};

printWithoutColours();
sendNoDebugMessages();
// With stack traces, ts-node must have compiled a file itself to find its lines.
if (Error.stackTraceLimit === 0) {
  loadArboristLate();
  if (process.env.PULUMI_NODEJS_TYPESCRIPT === "true") keepCompiled();
}
