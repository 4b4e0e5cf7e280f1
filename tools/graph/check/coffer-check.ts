import { runCheck } from "./command";

/** What another repository runs: `npx coffer-check`. The package of the policies carries it; see tools/scripts/build-policies.mjs. */
runCheck({ name: "coffer-check", directory: process.cwd() });
