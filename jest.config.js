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

module.exports = { projects: [ring("unit"), ring("graph"), ring("sandbox")] };
