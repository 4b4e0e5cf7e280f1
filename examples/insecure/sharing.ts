import * as aws from "@pulumi/aws";
import { key } from "./keys";

new aws.lambda.LayerVersionPermission("shared-layer", {
  layerName: "tools",
  versionNumber: 1,
  statementId: "everyone",
  action: "lambda:GetLayerVersion",
  principal: "*",
});

new aws.secretsmanager.SecretPolicy("open-secret", {
  secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shared-abcdef",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
  }),
});

/** Of two policies of one secret, the one that is written last wins. */
new aws.secretsmanager.SecretPolicy("open-secret-again", {
  secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shared-abcdef",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "secretsmanager:DeleteSecret", Resource: "*" }],
  }),
});

new aws.iam.RolePolicy("promoter", {
  role: "worker",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: "*" }],
  }),
});

/** A condition that looks narrow: the organization is a stranger's. */
new aws.sqs.QueuePolicy("strangers", {
  queueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/example-dev-imports",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Strangers",
        Effect: "Allow",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      },
    ],
  }),
});

// Another account may use the key, and give it to others.
new aws.kms.Grant("agency", {
  keyId: key.keyId,
  granteePrincipal: "arn:aws:iam::210987654321:role/reader",
  operations: ["Decrypt", "CreateGrant"],
});

// The queue reads what a stranger's account sends, and a stranger's topic sends for it.
new aws.sqs.QueuePolicy("agency", {
  queueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/example-dev-orders",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Agency",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:root" },
        Action: ["sqs:SendMessage", "sqs:ReceiveMessage"],
        Resource: "*",
      },
    ],
  }),
});
new aws.ram.PrincipalAssociation("agency", {
  principal: "210987654321",
  resourceShareArn: "arn:aws:ram:eu-central-1:123456789012:resource-share/0f2c5a3e",
});

// Whatever the policy says, nobody is asked whether it can be changed again.
new aws.kms.Key("unchecked", { enableKeyRotation: true, bypassPolicyLockoutSafetyCheck: true });

// Every event of the bus, and of the topic, goes to somebody else; the second by plain HTTP.
new aws.cloudwatch.EventPermission("agency", { principal: "210987654321", statementId: "agency" });
new aws.sns.TopicSubscription("hook", {
  topic: "arn:aws:sns:eu-central-1:123456789012:shared",
  protocol: "http",
  endpoint: "http://hooks.example.com/files",
});

// A public bucket may be in a template.
new aws.cloudformation.Stack("legacy", {
  templateBody: JSON.stringify({ Resources: { Files: { Type: "AWS::S3::Bucket" } } }),
});
