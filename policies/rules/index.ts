import type { Rule } from "../framework/rule";
import { alarmsRules } from "./alarms";
import { apiRules } from "./api";
import { cloudfrontRules } from "./cloudfront";
import { costRules } from "./cost";
import { dynamodbRules } from "./dynamodb";
import { iamRules } from "./iam";
import { kmsRules } from "./kms";
import { lambdaRules } from "./lambda";
import { logsRules } from "./logs";
import { namesRules } from "./names";
import { programRules } from "./program";
import { publicRules } from "./public";
import { regionsRules } from "./regions";
import { s3Rules } from "./s3";
import { snsRules } from "./sns";
import { sqsRules } from "./sqs";
import { trailRules } from "./trail";

/** Every rule of the pack, service by service. */
export const rules: readonly Rule[] = [
  ...s3Rules,
  ...cloudfrontRules,
  ...kmsRules,
  ...iamRules,
  ...lambdaRules,
  ...apiRules,
  ...trailRules,
  ...logsRules,
  ...snsRules,
  ...sqsRules,
  ...dynamodbRules,
  ...alarmsRules,
  ...publicRules,
  ...regionsRules,
  ...costRules,
  ...namesRules,
  ...programRules,
];
