import { type GraphSettings, graphBackend } from "./aws-values";
import { serveChild } from "./child";

const settingsOf = (given: unknown): GraphSettings => ({
  foreign: typeof given === "object" && given !== null && "foreign" in given && given.foreign === true,
});

serveChild((given) => graphBackend(settingsOf(given)));
