import { notKnown } from "../../../policies/framework/values";
import { add, both, drop, from, resource, set, testRule } from "../../support/policies";

const functionType = "aws:lambda/function:Function";
const permissionType = "aws:lambda/permission:Permission";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const account = "123456789012";
const at = "Function work";

const image = [resource(functionType, "work", { packageType: "Image" })];

testRule("lambda-runtime", {
  compliant: image,
  violations: {
    "an old one": {
      change: set(at, "runtime", "nodejs18.x"),
      at,
      message: "runs on nodejs18.x, unsupported since 2025-09-01",
    },
    "an older one": { change: set(at, "runtime", "go1.x"), at, message: "runs on go1.x, unsupported since 2024-01-08" },
    "on its last day": {
      change: set(at, "runtime", "python3.12"),
      parameters: { on: "2028-10-31" },
      at,
      message: "runs on python3.12, unsupported since 2028-10-31",
    },
    "one that will be old": {
      change: set(at, "runtime", "nodejs24.x"),
      parameters: { on: "2029-01-01" },
      at,
      message: "runs on nodejs24.x, unsupported since 2028-04-30",
    },
  },
  harmless: {
    "the day before": { change: set(at, "runtime", "python3.12"), parameters: { on: "2028-10-30" } },
    "one that nobody here has heard of": set(at, "runtime", "nodejs99.x"),
    "one that the team accepts": { change: set(at, "runtime", "go1.x"), parameters: { accepted: ["go1.x"] } },
  },
  unknown: { "the runtime": { change: set(at, "runtime", notKnown), at } },
});

testRule("lambda-concurrency", {
  compliant: [resource(functionType, "work", { reservedConcurrentExecutions: 5 })],
  violations: {
    "left out": {
      change: set(at, "reservedConcurrentExecutions", undefined),
      at,
      message: "has no reserved concurrency",
    },
    "none, said": { change: set(at, "reservedConcurrentExecutions", -1), at, message: "has no reserved concurrency" },
    "none, as text": {
      change: set(at, "reservedConcurrentExecutions", "-1"),
      at,
      message: "has no reserved concurrency",
    },
  },
  harmless: { closed: set(at, "reservedConcurrentExecutions", 0) },
  unknown: { "how many": { change: set(at, "reservedConcurrentExecutions", notKnown), at } },
});

const attached = (...names: string[]) =>
  add(
    ...names.map((name) =>
      resource(attachmentType, name, { role: from("Role work"), policyArn: `arn:aws:iam::aws:policy/${name}` }),
    ),
  );

testRule("lambda-default-policies", {
  compliant: [
    resource("aws:iam/role:Role", "work", { name: "work" }),
    resource(functionType, "work", { role: from("Role work") }),
    resource(attachmentType, "trace", {
      role: from("Role work"),
      policyArn: "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
    }),
  ],
  violations: {
    "all of them": {
      change: attached(
        "AWSLambda_FullAccess",
        "CloudWatchFullAccessV2",
        "CloudWatchEventsFullAccess",
        "AmazonS3FullAccess",
        "AmazonDynamoDBFullAccess",
        "AmazonSQSFullAccess",
        "AmazonKinesisFullAccess",
        "AmazonCognitoPowerUser",
      ),
      at,
      message:
        "runs with 8 of CallbackFunction's default policies, AWSLambda_FullAccess, CloudWatchFullAccessV2, CloudWatchEventsFullAccess among them",
    },
    "some of them": {
      change: attached("AmazonS3FullAccess", "AmazonSQSFullAccess", "AmazonCognitoPowerUser"),
      at,
      message:
        "runs with 3 of CallbackFunction's default policies, AmazonS3FullAccess, AmazonSQSFullAccess, AmazonCognitoPowerUser among them",
    },
    "with names for the role": {
      change: both(
        set(at, "role", "work"),
        add(
          ...["AmazonS3FullAccess", "AmazonSQSFullAccess", "AmazonKinesisFullAccess"].map((name) =>
            resource(attachmentType, name, { role: "work", policyArn: `arn:aws:iam::aws:policy/${name}` }),
          ),
        ),
      ),
      at,
      message:
        "runs with 3 of CallbackFunction's default policies, AmazonS3FullAccess, AmazonSQSFullAccess, AmazonKinesisFullAccess among them",
    },
  },
  harmless: {
    "the same on another role": add(
      resource("aws:iam/role:Role", "other", { name: "other" }),
      ...["AmazonS3FullAccess", "AmazonSQSFullAccess", "AmazonKinesisFullAccess"].map((name) =>
        resource(attachmentType, name, { role: "other", policyArn: `arn:aws:iam::aws:policy/${name}` }),
      ),
    ),
    "a role of another stack": set(at, "role", `arn:aws:iam::${account}:role/elsewhere`),
  },
  unknown: {
    "the role": { change: set(at, "role", notKnown), at },
    "an attached policy": { change: set("RolePolicyAttachment trace", "policyArn", notKnown), at },
  },
});

const variable = (name: string, value: unknown) => set(at, "environment", { variables: { [name]: value } });
const plain = (name: string) => `has ${name}, which looks like a secret, in plain text`;

testRule("lambda-environment-secrets", {
  compliant: [
    resource(functionType, "work", {
      environment: {
        variables: {
          BUCKET: "acme-files",
          KEY_ARN: "arn:aws:kms:eu-central-1:123456789012:key/1",
          DB_PASSWORD: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db",
          API_TOKEN: "/acme/dev/api-token",
          USE_TOKEN: "true",
          TOKEN_LIFETIME: "a-week-or-two",
        },
      },
    }),
    resource(functionType, "bare", {}),
  ],
  violations: {
    "a password": { change: variable("DB_PASSWORD", "hunter2hunter2"), at, message: plain("DB_PASSWORD") },
    "in camel case": { change: variable("stripeApiKey", "abcdef0123456789"), at, message: plain("stripeApiKey") },
    "a token": { change: variable("SLACK_TOKEN", "some-long-token"), at, message: plain("SLACK_TOKEN") },
    "an access key under a harmless name": {
      change: variable("WHO", "AKIAIOSFODNN7EXAMPLE"),
      at,
      message: "holds an AWS access key in WHO",
    },
    "a password in a URL": {
      change: variable("DATABASE", "postgres://app:hunter2@db.example.com/app"),
      at,
      message: "holds a password in a URL in DATABASE",
    },
    "a private key": {
      change: variable("PEM", "-----BEGIN RSA PRIVATE KEY-----\nMIIE"),
      at,
      message: "holds a private key in PEM",
    },
    "one beside a harmless one": {
      change: set(at, "environment.variables.CLIENT_SECRET", "s3cr3t-value"),
      at,
      message: plain("CLIENT_SECRET"),
    },
  },
  harmless: {
    "a name that the team knows": {
      change: variable("NEXT_TOKEN", "the-first-page"),
      parameters: { harmless: ["NEXT_TOKEN"] },
    },
    "a URL with a port": variable("ENDPOINT", "https://example.com:8443/path"),
  },
  unknown: {
    "a value": { change: variable("DB_PASSWORD", notKnown), at },
    "all of them": { change: set(at, "environment", notKnown), at },
  },
});

testRule("lambda-url-auth", {
  compliant: [resource("aws:lambda/functionUrl:FunctionUrl", "work", { authorizationType: "AWS_IAM" })],
  violations: {
    none: {
      change: set("FunctionUrl work", "authorizationType", "NONE"),
      at: "FunctionUrl work",
      message: "answers anyone: its authorizationType is NONE",
    },
    "left out": {
      change: set("FunctionUrl work", "authorizationType", undefined),
      at: "FunctionUrl work",
      message: "answers anyone: its authorizationType is not set",
    },
    "in another case, which AWS refuses": {
      change: set("FunctionUrl work", "authorizationType", "aws_iam"),
      at: "FunctionUrl work",
      message: "answers anyone: its authorizationType is aws_iam",
    },
  },
  unknown: {
    "the type": { change: set("FunctionUrl work", "authorizationType", notKnown), at: "FunctionUrl work" },
  },
});

const permission = (inputs: object) => add(resource(permissionType, "more", { function: "work", ...inputs }));
const more = "Permission more";

testRule("lambda-permission", {
  compliant: [
    resource(permissionType, "api", {
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-central-1:${account}:abc/*/*`,
    }),
    resource(permissionType, "bucket", {
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::acme-files",
      sourceAccount: account,
    }),
    resource(permissionType, "account", { principal: account }),
  ],
  violations: {
    everyone: { change: permission({ principal: "*" }), at: more, message: "lets everyone call the function" },
    "a service without a source": {
      change: permission({ principal: "sns.amazonaws.com" }),
      at: more,
      message: "lets sns.amazonaws.com call the function for any account",
    },
    "a skill of anyone's": {
      change: permission({ principal: "alexa-appkit.amazon.com" }),
      at: more,
      message: "lets alexa-appkit.amazon.com call the function for any account",
    },
    "a source of any account": {
      change: permission({ principal: "events.amazonaws.com", sourceArn: "arn:aws:events:*:*:rule/*" }),
      at: more,
      message: "lets events.amazonaws.com call the function for any source like arn:aws:events:*:*:rule/*",
    },
    "a bucket whose name may change hands": {
      change: set("Permission bucket", "sourceAccount", undefined),
      at: "Permission bucket",
      message: "lets a bucket of any account call the function, should arn:aws:s3:::acme-files ever have another owner",
    },
  },
  harmless: {
    "everyone of an organization": permission({ principal: "*", principalOrgId: "o-abcdefghij" }),
    "a skill with its token": permission({ principal: "alexa-appkit.amazon.com", eventSourceToken: "amzn1.ask" }),
    "an account that the source is in": permission({ principal: "logs.amazonaws.com", sourceAccount: account }),
  },
  unknown: {
    "the source": { change: permission({ principal: "sns.amazonaws.com", sourceArn: notKnown }), at: more },
    "the principal": { change: permission({ principal: notKnown }), at: more },
  },
});

const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";
const redrive = JSON.stringify({
  deadLetterTargetArn: "arn:aws:sqs:eu-central-1:123456789012:lost",
  maxReceiveCount: 5,
});

testRule("lambda-dead-letters", {
  compliant: [
    resource(functionType, "api", { name: "api" }),
    resource(permissionType, "api", { function: from("Function api"), principal: "apigateway.amazonaws.com" }),
    resource("aws:sqs/queue:Queue", "lost", {}),
    resource(functionType, "topic", { deadLetterConfig: { targetArn: from("Queue lost") } }),
    resource(permissionType, "topic", { function: from("Function topic"), principal: "sns.amazonaws.com" }),
    resource(functionType, "bus", { name: "bus" }),
    resource(permissionType, "bus", { function: from("Function bus"), principal: "events.amazonaws.com" }),
    resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "bus", {
      functionName: from("Function bus"),
      destinationConfig: { onFailure: { destination: from("Queue lost") } },
    }),
    resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: redrive }),
    resource(functionType, "work", { name: "work" }),
    resource(mappingType, "work", { functionName: from("Function work"), eventSourceArn: from("Queue jobs") }),
  ],
  violations: {
    "called by a topic": {
      change: set("Function topic", "deadLetterConfig", undefined),
      at: "Function topic",
      message: "drops what it fails at of the events from sns.amazonaws.com",
    },
    "called by a bus, without a destination": {
      change: drop("FunctionEventInvokeConfig bus"),
      at: "Function bus",
      message: "drops what it fails at of the events from events.amazonaws.com",
    },
    "an API's function that a bucket calls as well": {
      change: add(
        resource(permissionType, "bucket", { function: from("Function api"), principal: "s3.amazonaws.com" }),
      ),
      at: "Function api",
      message: "drops what it fails at of the events from s3.amazonaws.com",
    },
    "called by nobody knows whom": {
      change: drop("Permission api"),
      at: "Function api",
      message: "drops the events that it fails at, and nothing shows that whoever calls it waits for the answer",
    },
    "a queue without a redrive policy": {
      change: set("Queue jobs", "redrivePolicy", undefined),
      at: "EventSourceMapping work",
      message: "keeps nothing of what its function fails at",
    },
    "a stream": {
      change: set("EventSourceMapping work", "eventSourceArn", "arn:aws:kinesis:eu-central-1:123456789012:stream/a"),
      at: "EventSourceMapping work",
      message: "keeps nothing of what its function fails at",
    },
  },
  harmless: {
    "a redrive policy beside the queue": both(
      set("Queue jobs", "redrivePolicy", undefined),
      add(
        resource("aws:sqs/redrivePolicy:RedrivePolicy", "jobs", {
          queueUrl: from("Queue jobs"),
          redrivePolicy: redrive,
        }),
      ),
    ),
    "a queue of another stack": set(
      "EventSourceMapping work",
      "eventSourceArn",
      "arn:aws:sqs:eu-central-1:123456789012:elsewhere",
    ),
    "a stream with a destination": both(
      set("EventSourceMapping work", "eventSourceArn", "arn:aws:kinesis:eu-central-1:123456789012:stream/a"),
      set("EventSourceMapping work", "destinationConfig", { onFailure: { destinationArn: from("Queue lost") } }),
    ),
  },
  unknown: {
    "whether there is a target": { change: set("Function topic", "deadLetterConfig", notKnown), at: "Function topic" },
    "who calls": { change: set("Permission api", "principal", notKnown), at: "Function api" },
  },
});
