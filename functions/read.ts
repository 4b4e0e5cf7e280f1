import type { ApiConfig } from "./api/config";
import { apiHandler } from "./api/handler";
import { lambdaPlatform } from "./api/platform";
import { readOperations } from "./api/read-operations";
import { readRoutes } from "./api/routes";

/** The Lambda function of the `read` privilege. */
export const readApi = (config: ApiConfig, platform = lambdaPlatform()) =>
  apiHandler<"read">(readRoutes, config, platform, readOperations(config, platform));
