/**
 * Runs in a program's process before the program's own SDK: `--import=…/preload.cjs`. Plain JavaScript, because nothing in
 * that process can compile TypeScript yet. It changes what the SDK prints and how long it takes, and nothing that the
 * engine sees (decision 42).
 */
const Module = require("node:module");
const { dirname, join, sep } = require("node:path");
const util = require("node:util");
const { keepCode } = require("./code-cache.cjs");
const { kept, read } = require("./kept.cjs");

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

/** The `node_modules` that the SDK is in. What is kept goes to its `.cache`, as other tools have it. */
const modulesFolder = () => {
  const end = runner.lastIndexOf(`${sep}node_modules${sep}`);
  return end === -1 ? undefined : join(runner.slice(0, end), "node_modules");
};

/** The library with which ts-node finds the lines of a source in a stack trace. */
const sourceMapSupport = () => {
  try {
    return Module.createRequire(requireOfSdk.resolve("ts-node"))("@cspotcode/source-map-support");
  } catch {
    return undefined;
  }
};

/** The text of the nearest `package.json`, which tells ES modules from CommonJS. */
const packageOf = (folder) =>
  read(join(folder, "package.json"), "utf8") ?? (dirname(folder) === folder ? "" : packageOf(dirname(folder)));

/**
 * What ts-node compiles is kept by its content: the source, its path, its `package.json`, the compiler's options, and the
 * versions of the compiler, ts-node and Node.js. ts-node itself keeps nothing since its version 8.
 */
const keepCompiled = (folder) => {
  const tsNode = fromSdk("ts-node");
  const maps = sourceMapSupport();
  if (typeof tsNode?.register !== "function" || maps === undefined) return;
  const { register, VERSION } = tsNode;
  const packages = new Map();
  const compiled = new Map();
  tsNode.register = (options) => {
    const service = register(options);
    // ts-node finds the lines of what it compiled itself; for what was kept it asks here. The compiled text ends with its map.
    maps.install({ environment: "node", retrieveFile: (path) => compiled.get(path.replaceAll("\\", "/")) ?? "" });
    if (typeof service.compile !== "function" || service.config?.options === undefined) return service;
    const { compile } = service;
    const base = JSON.stringify([VERSION, service.ts?.version, process.version, service.config.options, options]);
    service.compile = (code, file, ...rest) => {
      const place = dirname(file);
      if (!packages.has(place)) packages.set(place, packageOf(place));
      const text = kept(folder, [base, file, packages.get(place), code], () => compile(code, file, ...rest));
      compiled.set(file.replaceAll("\\", "/"), text);
      return text;
    };
    return service;
  };
};

const modules = modulesFolder();
if (modules !== undefined) keepCode(modules, runner);
printWithoutColours();
sendNoDebugMessages();
loadArboristLate();
if (modules !== undefined && process.env.PULUMI_NODEJS_TYPESCRIPT === "true")
  keepCompiled(join(modules, ".cache", "coffer", "compiled"));
