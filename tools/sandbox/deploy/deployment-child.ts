import { serveChild } from "../../graph/evaluation-child";
import { type DeploySettings, sandboxBackend } from "./backend";

serveChild((settings) => sandboxBackend(settings as DeploySettings));
