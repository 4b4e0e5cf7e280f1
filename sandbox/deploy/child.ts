import { serveChild } from "../../graph/child";
import { type DeploySettings, sandboxBackend } from "./backend";

serveChild((settings) => sandboxBackend(settings as DeploySettings));
