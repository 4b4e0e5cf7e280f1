/**
 * Keeps what V8 compiles of the packages' CommonJS files from one process to the next: `Module.enableCompileCache` of Node.js
 * 22 and newer, and the same for Node.js 20 (decision 43). Half of the time in which Pulumi's SDK loads.
 */
const Module = require("node:module");
const { dirname, join, sep } = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const { digestOf, read, write } = require("./kept.cjs");

/** What a module gets as `require`, as Node.js makes it (lib/internal/modules/helpers.js, `makeRequireFunction`). */
const requireOf = (module) => {
  const require = (request) => module.require(request);
  require.resolve = Object.assign((request, options) => Module._resolveFilename(request, module, false, options), {
    paths: (request) => Module._resolveLookupPaths(request, module),
  });
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
};

/** What one process left for the next of its kind: V8's data of each file, with a digest of its source. */
const readAll = (file) => {
  try {
    return v8.deserialize(read(file));
  } catch {
    return new Map();
  }
};

/** `import()` fails in a script that Node.js 20 made from kept code. A file with anything like it is compiled anew. */
const mayImport = /\bimport\s*[(/]/;

/** V8 refuses data that was made with other options. */
const fileFor = (folder, program) => {
  const options = process.execArgv.filter((option) => !option.startsWith("--import"));
  const parts = [program, process.version, process.arch, String(v8.cachedDataVersionTag()), ...options];
  return join(folder, `${digestOf(parts)}.v8`);
};

/**
 * Keeps the code of the packages below one `node_modules` in its `.cache/coffer`. Each program has a file of its own, because
 * programs load different packages.
 */
const keepCode = (modules, program) => {
  const folder = join(modules, ".cache", "coffer", "code");
  if (typeof Module.enableCompileCache === "function") {
    Module.enableCompileCache(folder);
    return;
  }
  const file = fileFor(folder, program);
  const known = readAll(file);
  const fresh = new Map();
  const { _compile } = Module.prototype;
  Module.prototype._compile = function (content, filename, ...rest) {
    if (!filename.startsWith(`${modules}${sep}`) || mayImport.test(content))
      return _compile.call(this, content, filename, ...rest);
    const digest = digestOf([content]);
    const entry = known.get(filename);
    const cachedData = entry?.digest === digest ? entry.data : undefined;
    const text = Module.wrap(content.startsWith("#!") ? `//${content}` : content);
    const script = new vm.Script(text, { filename, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected) fresh.set(filename, { digest, script });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
  };
  process.on("exit", () => {
    if (fresh.size === 0) return;
    // After the run, with all functions that it needed.
    for (const [name, { digest, script }] of fresh) known.set(name, { digest, data: script.createCachedData() });
    write(file, v8.serialize(known));
  });
};

module.exports = { keepCode };
