import { stackRule } from "../../framework/rule";

const roleType = "aws:iam/role:Role";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** What `aws.lambda.CallbackFunction` attaches to the role that it makes where it is given none. */
const defaults = [
  "AWSLambda_FullAccess",
  "CloudWatchFullAccessV2",
  "CloudWatchEventsFullAccess",
  "AmazonS3FullAccess",
  "AmazonDynamoDBFullAccess",
  "AmazonSQSFullAccess",
  "AmazonKinesisFullAccess",
  "AmazonCognitoPowerUser",
];

/** Two of them come together by chance; the older version's names are not all among these. */
const enough = 3;

export const rule = stackRule(__filename, {
  what: "Functions do not run with CallbackFunction's default policies",
  why: "without a role of its own an inline function may read, change and delete every bucket, table and queue of the account",
  fix: "Pass CallbackFunction a role whose policy lists what the function does",
  controls: [],
  document: {
    title: "AWS Lambda Developer Guide, Defining Lambda function permissions with an execution role",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:lambda/function:Function"],
  *check(lambda, { index }) {
    const { targets } = index.from(lambda, "role", roleType);
    if (targets.length === 0) lambda.inputs.raw("role");
    for (const role of targets) {
      const attached = index
        .pointingTo(role, attachmentType, "role")
        .map(({ inputs }) => inputs.text("policyArn")?.split("/").at(-1) ?? "");
      const found = defaults.filter((name) => attached.includes(name));
      if (found.length >= enough)
        yield `runs with ${found.length} of CallbackFunction's default policies, ${found.slice(0, enough).join(", ")} among them`;
    }
  },
});
