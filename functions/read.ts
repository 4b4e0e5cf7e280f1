import type { ApiConfig } from "./api/config";
import { apiHandler } from "./api/handler";
import { readOperations } from "./api/objects";
import { lambdaPlatform } from "./api/platform";
import { readRoutes } from "./api/routes";

/** The Lambda function of the `read` privilege. */
export const readApi = (config: ApiConfig, platform = lambdaPlatform()) =>
  apiHandler<"read">(readRoutes, config, platform, readOperations(config, platform));
