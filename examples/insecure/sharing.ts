import * as aws from "@pulumi/aws";

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
