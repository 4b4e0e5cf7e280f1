import { hideObject } from "../aws/s3";
import type { ApiConfig } from "./config";
import type { Operations } from "./handler";
import { keyToReach } from "./keys";
import type { Platform } from "./platform";
import { nothing, readRequest } from "./request";

/** The operations of the `admin` privilege. */
export const adminOperations = (config: ApiConfig, platform: Platform): Operations<"admin"> => ({
  deleteObject: async ({ caller, path, query }) => {
    readRequest(nothing, query, "query");
    const key = keyToReach(config, path.key ?? "", "key");
    const { bucket } = await platform.access("admin", config, caller.name);
    await hideObject(bucket, key);
    return { key };
  },
});
