/** Three rings: pure functions and handlers, the evaluated graph, the sandbox. The first two need no network. */
const ring = (name, extra = {}) => ({
  displayName: name,
  roots: [`<rootDir>/tests/${name}`],
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  setupFilesAfterEnv: ["<rootDir>/tests/support/setup.ts"],
  ...extra,
});

module.exports = { projects: [ring("unit"), ring("graph"), ring("sandbox")] };
