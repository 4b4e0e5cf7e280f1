import type { ApiConfig } from "./api/config";
import { apiHandler } from "./api/handler";
import { openLedger } from "./api/ledger";
import { lambdaPlatform } from "./api/platform";
import { writeRoutes } from "./api/routes";
import { uploadOperations } from "./api/write-operations";

/** The Lambda function of the `write` privilege. */
export const writeApi = (config: ApiConfig, platform = lambdaPlatform(openLedger)) =>
  apiHandler<"write">(writeRoutes, config, platform, uploadOperations(config, platform));
