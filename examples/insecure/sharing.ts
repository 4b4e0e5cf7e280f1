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
