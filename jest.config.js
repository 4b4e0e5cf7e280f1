const { availableParallelism, totalmem } = require("node:os");

/** Three rings: pure functions and handlers, the evaluated graph, the sandbox. The first two need no network. */
const ring = (name, extra = {}) => ({
  displayName: name,
  roots: [`<rootDir>/tests/${name}`],
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  setupFilesAfterEnv: ["<rootDir>/tests/support/setup.ts"],
  ...extra,
});

// The README says which Node.js the AWS SDK asks for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** A worker, the program that it evaluates, and the emulator that it starts: 1.5 GiB at most. */
const bytesOfWorker = 1.5 * 2 ** 30;

module.exports = {
  projects: [ring("unit"), ring("graph"), ring("sandbox")],
  // Jest's own default leaves one processor out: of two, one.
  maxWorkers: Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / bytesOfWorker))),
};
