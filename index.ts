import { AccessApi, EncryptionKey, RoleTrio, SecureBucket } from "./components";
import { readStackConfig } from "./config/stack-config";

const { naming, principals, layout, protect, ...api } = readStackConfig();

const key = new EncryptionKey("key", { naming, purpose: "main", grants: ["s3", "logs", "lambda"] }, { protect });

const main = new SecureBucket("main", { naming, purpose: "main", keyArn: key.arn }, { protect });

const bucketAndKey = { name: main.name, arn: main.arn, keyArn: key.arn };

const access = new AccessApi("access", { naming, bucket: bucketAndKey, layout, ...api });

const trio = new RoleTrio("roles", { naming, principals, bucket: bucketAndKey, api: access, layout });

/** Where the API answers. */
export const endpoint = access.endpoint;
/** The main bucket's name. */
export const bucket = main.name;
/** The key that every upload must name. */
export const keyArn = key.arn;
/** The roles to assume. */
export const roleArns = trio.arns;
