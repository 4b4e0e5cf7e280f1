import type { LogAlarm } from "./alarm-definition";
import { all, any, called, calledNoneOf, is, isNot, missing, mutates, ofService, pattern } from "./alarm-definition";

/** Calls on objects that change a lock or who may read one object. They are data events. */
const objectCalls = ["PutObjectRetention", "PutObjectLegalHold", "PutObjectAcl", "UpdateObjectEncryption"];

/**
 * Calls of S3 whose record names no bucket of the stack, or may not: settings of the account, other ways into a bucket
 * (access points, access grants), and batch jobs.
 */
const accountCalls = [
  "PutAccountPublicAccessBlock",
  "DeleteAccountPublicAccessBlock",
  "CreateAccessPoint*",
  "PutAccessPoint*",
  "CreateMultiRegionAccessPoint",
  "PutMultiRegionAccessPointPolicy",
  "CreateAccessGrant*",
  "AssociateAccessGrants*",
  "PutAccessGrants*",
  "CreateJob",
];

/** Identity providers, whose assertions the roles may trust. Their names are not the stack's. */
const providerCalls = ["*SAMLProvider", "*OpenIDConnectProvider*"];

/** Calls that only read, or that write the log itself, whatever CloudTrail says of them. */
const logUse = ["CreateLogStream", "StartQuery", "StopQuery", "StartLiveTail"];

/** What a trail records. Counted for every trail, since the one in use may be an organisation's. */
const selectorCalls = ["PutEventSelectors", "PutInsightSelectors"];

/** AWS's services that make and retire grants on the stack's keys when their resources are deployed. */
const grantingServices = ["dynamodb", "lambda"];

const once = { threshold: 1, periodSeconds: 300 } as const;
const look = "activity-by-caller";

/**
 * The alarms on what keeps the system private, whole and watched. They count every call that changes it, by CloudTrail's
 * `readOnly` and not by a list of names, so a call that AWS adds later counts too. Attempts count, refused or not.
 */
export const guardrailAlarms = {
  "guardrail-touched": {
    happened: "Somebody changed, or tried to change, a bucket's settings, a lock, or a way into the buckets.",
    matters: "The files may be public, unencrypted, unprotected or unrecorded from now on.",
    look,
    ...once,
    patterns: ({ stackPrefix }) => [
      pattern(
        all([
          ofService("s3"),
          is("requestParameters.bucketName", `${stackPrefix}*`),
          any([`(${mutates})`, called(objectCalls), is("requestParameters.x-amz-bypass-governance-retention", "true")]),
        ]),
      ),
      pattern(all([ofService("s3"), called(accountCalls)])),
    ],
  },
  "role-changed": {
    happened: "Somebody changed, or tried to change, a role, a policy or a group of the stack.",
    matters: "Who may assume a role, or what it may do, is different from now on.",
    look,
    ...once,
    patterns: ({ stackPrefix }) => [
      pattern(
        all([
          ofService("iam"),
          mutates,
          any([
            is("requestParameters.roleName", `${stackPrefix}*`),
            is("requestParameters.policyName", `${stackPrefix}*`),
            is("requestParameters.policyArn", `*:policy/${stackPrefix}*`),
            is("requestParameters.groupName", `${stackPrefix}*`),
            called(providerCalls),
          ]),
        ]),
      ),
    ],
  },
  "key-changed": {
    happened: "Somebody changed, or tried to change, a key of the stack, its policy, its grants or its alias.",
    matters: "Others may decrypt the files from now on, or nobody may.",
    look: "kms-decrypts",
    ...once,
    // A rotation by schedule is an event of the service. DynamoDB and Lambda make grants for tables and functions.
    patterns: ({ keys, stackPrefix }) => [
      pattern(
        all([
          ofService("kms"),
          mutates,
          isNot("eventType", "AwsServiceEvent"),
          any([
            ...keys.map((key) => is("resources[*].ARN", key)),
            is("requestParameters.aliasName", `alias/${stackPrefix}*`),
          ]),
          any([
            calledNoneOf(["CreateGrant", "RetireGrant"]),
            missing("userIdentity.invokedBy"),
            all(grantingServices.map((service) => isNot("userIdentity.invokedBy", `${service}.amazonaws.com`))),
          ]),
        ]),
      ),
    ],
  },
  "alerting-changed": {
    happened:
      "Somebody changed, or tried to change, recording or alerting: trail, logs, filters, alarms, topics, rules.",
    matters: "What happens from now on may be seen by nobody.",
    look,
    ...once,
    patterns: ({ stackPrefix, logGroupName }) => {
      const on = (service: string, fields: readonly (readonly [string, string])[], ...more: readonly string[]) =>
        all([ofService(service), any(fields.map(([field, text]) => is(`requestParameters.${field}`, text))), ...more]);
      const name = `${stackPrefix}*`;
      const arn = `*:${stackPrefix}*`;
      return [
        pattern(
          all([
            mutates,
            ofService("cloudtrail"),
            any([called(selectorCalls), is("requestParameters.trailName", `*${name}`)]),
          ]),
        ),
        pattern(
          all([
            mutates,
            any([
              on(
                "logs",
                [
                  ["logGroupName", `*/${name}`],
                  ["logGroupName", logGroupName],
                  ["logGroupIdentifier", `*/${name}`],
                  ["resourceArn", `*/${name}`],
                ],
                calledNoneOf(logUse),
              ),
              all([ofService("logs"), called(["PutAccountPolicy", "PutResourcePolicy", "DeleteResourcePolicy"])]),
            ]),
          ]),
        ),
        pattern(
          all([
            mutates,
            any([
              on("monitoring", [
                ["alarmName", name],
                ["alarmNames[*]", name],
                ["dashboardName", name],
                ["dashboardNames[*]", name],
                ["resourceARN", arn],
              ]),
              all([ofService("monitoring"), called(["PutAlarmMuteRule", "DeleteAlarmMuteRule"])]),
            ]),
          ]),
        ),
        pattern(
          all([
            mutates,
            any([
              on("sns", [
                ["topicArn", arn],
                ["subscriptionArn", arn],
                ["resourceArn", arn],
                ["name", name],
              ]),
              ofService("chatbot"),
            ]),
          ]),
        ),
        pattern(
          all([
            mutates,
            any([
              on("events", [
                ["name", name],
                ["rule", name],
                ["eventBusName", name],
                ["resourceARN", `*/${name}`],
              ]),
              on("sqs", [
                ["queueUrl", `*/${name}`],
                ["queueName", name],
                ["sourceArn", arn],
              ]),
            ]),
          ]),
        ),
      ];
    },
  },
  "api-changed": {
    happened: "Somebody changed, or tried to change, a function of the stack, its API, or who may call them.",
    matters: "Other code may answer callers from now on, or strangers may call it.",
    look,
    ...once,
    patterns: ({ stackPrefix, apiId }) => [
      pattern(
        all([
          ofService("lambda"),
          mutates,
          any([
            is("requestParameters.functionName", `${stackPrefix}*`),
            is("requestParameters.functionName", `*:${stackPrefix}*`),
            is("requestParameters.resource", `*:${stackPrefix}*`),
            is("responseElements.functionArn", `*:${stackPrefix}*`),
          ]),
        ]),
      ),
      ...(apiId === undefined
        ? []
        : [pattern(all([ofService("apigateway"), mutates, is("requestParameters.apiId", apiId)]))]),
    ],
  },
  "table-changed": {
    happened:
      "Somebody changed, or tried to change, a table of the stack: its protection, backups, policy or existence.",
    matters: "The index or the list of uploads may be lost, or others may read it.",
    look,
    ...once,
    patterns: ({ stackPrefix }) => [
      pattern(
        all([
          ofService("dynamodb"),
          mutates,
          any([
            is("requestParameters.tableName", `${stackPrefix}*`),
            is("requestParameters.tableName", `*:table/${stackPrefix}*`),
            is("requestParameters.tableArn", `*:table/${stackPrefix}*`),
            is("requestParameters.sourceTableName", `${stackPrefix}*`),
            is("requestParameters.sourceTableArn", `*:table/${stackPrefix}*`),
            is("requestParameters.resourceArn", `*:table/${stackPrefix}*`),
          ]),
        ]),
      ),
    ],
  },
} as const satisfies Record<string, LogAlarm>;
