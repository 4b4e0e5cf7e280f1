import { adminOperations } from "./api/administration";
import type { ApiConfig } from "./api/config";
import { apiHandler } from "./api/handler";
import { lambdaPlatform } from "./api/platform";

/** The Lambda function of the `admin` privilege. */
export const adminApi = (config: ApiConfig, platform = lambdaPlatform()) =>
  apiHandler("admin", config, platform, adminOperations(config, platform));
