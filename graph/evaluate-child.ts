import { graphBackend } from "./aws-values";
import { serveChild } from "./child";

serveChild(graphBackend);
