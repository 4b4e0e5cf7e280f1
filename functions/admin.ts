import { adminOperations } from "./api/admin-operations";
import type { ApiConfig } from "./api/config";
import { apiHandler } from "./api/handler";
import { lambdaPlatform } from "./api/platform";
import { adminRoutes } from "./api/routes";
import type { CopyPlan } from "./api/version-copy";

/** The Lambda function of the `admin` privilege. */
export const adminApi = (config: ApiConfig, platform = lambdaPlatform(), plan?: CopyPlan) =>
  apiHandler<"admin">(adminRoutes, config, platform, adminOperations(config, platform, plan));
