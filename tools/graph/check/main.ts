import { projectDirectory } from "../evaluate";
import { runCheck } from "./command";

runCheck({ name: "npm run check --", directory: projectDirectory });
