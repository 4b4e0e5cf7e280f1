import { notKnown } from "../../../policies/framework/values";
import { add, both, from, resource, set, testRule } from "../../support/policies";

const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: unknown, on: unknown, more: object = {}) => ({
  Sid: "One",
  Effect: "Allow",
  Action: action,
  Resource: on,
  ...more,
});
const object = "arn:aws:s3:::acme-files/*";

/** A role's policy, changed to these statements. */
const says = (...statements: object[]) => set("RolePolicy worker", "policy", policy(...statements));

/** A stack whose one role may read one bucket's files, and trace. */
const compliant = [
  resource(rolePolicyType, "worker", {
    role: "worker",
    policy: policy(allow("s3:GetObject", object), allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")),
  }),
];

/** A policy that allows everything, as nothing but the boundary of a role. */
const boundary = (statement: object) =>
  add(
    resource("aws:iam/policy:Policy", "boundary", { name: "boundary", policy: policy(statement) }),
    resource("aws:iam/role:Role", "limited", { permissionsBoundary: from("Policy boundary") }),
  );

const everything = allow("*", "*");
const unknown = {
  "the policy": { change: set("RolePolicy worker", "policy", notKnown), at: "RolePolicy worker" },
  "a part of a policy that is an object": {
    change: set("RolePolicy worker", "policy", { Statement: [allow("s3:GetObject", notKnown)] }),
    at: "RolePolicy worker",
  },
};
const at = "RolePolicy worker";

testRule("iam-wildcard-actions", {
  compliant,
  violations: {
    "a star": { change: says(everything), at, message: "allows * in One: every action of every service" },
    "a service": { change: says(allow("s3:*", object)), at, message: "allows s3:* in One: every action of s3" },
    "one of a list, in capitals": {
      change: says(allow(["s3:GetObject", "S3:*"], object)),
      at,
      message: "allows S3:* in One: every action of s3",
    },
    "stars and question marks": {
      change: says(allow("iam:?*", "*")),
      at,
      message: "allows iam:?* in One: every action of iam",
    },
    "a pattern of services": {
      change: says(allow("s*:GetObject", object)),
      at,
      message: "allows s*:GetObject in One: actions of any service whose name fits",
    },
    "a pattern of rights": {
      change: says(allow("iam:Put*", "arn:aws:iam::123456789012:role/worker")),
      at,
      message: "allows iam:Put* in One: whatever iam has under such a name, now or later",
    },
    "a policy of its own": {
      change: add(resource("aws:iam/policy:Policy", "all", { policy: policy(everything) })),
      at: "Policy all",
      message: "allows * in One: every action of every service",
    },
    "an inline policy in a role": {
      change: add(
        resource("aws:iam/role:Role", "all", { inlinePolicies: [{ name: "a", policy: policy(everything) }] }),
      ),
      at: "Role all",
      message: "allows * in One: every action of every service",
    },
    "a boundary that is attached as well": {
      change: both(
        boundary(everything),
        add(
          resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "limited", {
            role: "limited",
            policyArn: from("Policy boundary"),
          }),
        ),
      ),
      at: "Policy boundary",
      message: "allows * in One: every action of every service",
    },
    "a permission set": {
      change: add(
        resource("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "all", {
          inlinePolicy: policy(everything),
        }),
      ),
      at: "PermissionSetInlinePolicy all",
      message: "allows * in One: every action of every service",
    },
  },
  harmless: {
    "a denial of everything": says({ Effect: "Deny", Action: "*", Resource: "*" }),
    "a pattern of reads": says(allow("iam:Get*", "arn:aws:iam::123456789012:role/worker")),
    "a boundary, which gives nothing": boundary(everything),
  },
  unknown,
});

testRule("iam-wildcard-resources", {
  compliant,
  violations: {
    "a star": { change: says(allow("s3:GetObject", "*")), at, message: "allows s3:GetObject on * in One" },
    "any bucket": {
      change: says(allow("s3:GetObject", "arn:aws:s3:::*")),
      at,
      message: "allows s3:GetObject on arn:aws:s3:::* in One",
    },
    "any key": {
      change: says(allow(["kms:Decrypt", "kms:ListKeys"], "arn:aws:kms:*:123456789012:key/*")),
      at,
      message: "allows kms:Decrypt on arn:aws:kms:*:123456789012:key/* in One",
    },
    "one of several": {
      change: says(allow("dynamodb:GetItem", [object, "*"])),
      at,
      message: "allows dynamodb:GetItem on * in One",
    },
    "an action among those that take no resource": {
      change: says(allow(["xray:PutTraceSegments", "sqs:SendMessage"], "*")),
      at,
      message: "allows sqs:SendMessage on * in One",
    },
    "a pattern of actions of which one takes a resource": {
      change: says(allow("autoscaling:*Group*", "*")),
      at,
      message: "allows autoscaling:*Group* on * in One",
    },
    "an action that is newer than the data": {
      change: says(allow("sqs:ReadEveryQueue", "*")),
      at,
      message: "allows sqs:ReadEveryQueue on * in One",
    },
    "an action of a service that is newer than the data": {
      change: says(allow("novelservice:ListThings", "*")),
      at,
      message: "allows novelservice:ListThings on * in One",
    },
    "a condition that names any tag": {
      change: says(allow("s3:GetObject", "*", { Condition: { StringLike: { "aws:ResourceTag/team": "*" } } })),
      at,
      message: "allows s3:GetObject on * in One",
    },
    "a condition that names one tag, or any": {
      change: says(
        allow("s3:GetObject", "*", { Condition: { StringLike: { "aws:ResourceTag/team": ["files", "*"] } } }),
      ),
      at,
      message: "allows s3:GetObject on * in One",
    },
    "a condition that holds without the tag": {
      change: says(
        allow("s3:GetObject", "*", { Condition: { StringEqualsIfExists: { "aws:ResourceTag/team": "files" } } }),
      ),
      at,
      message: "allows s3:GetObject on * in One",
    },
  },
  harmless: {
    "a condition on a tag": says(
      allow("ec2:StopInstances", "*", { Condition: { StringEquals: { "aws:ResourceTag/team": "files" } } }),
    ),
    "what has a rule of its own: iam:PassRole": says(allow("iam:PassRole", "*")),
    "what has a rule of its own: a whole service": says(allow("s3:*", "*")),
    "one bucket's files": says(allow("s3:GetObject", object)),
    "an action that was said to take none": {
      change: says(allow("novelservice:SearchDevices", "*")),
      parameters: { withoutResource: ["novelservice:SearchDevices"] },
    },
    "actions that take none, in any case": says(allow(["braket:SearchDevices", "S3:listallmybuckets"], "*")),
    "a pattern of actions that take none": says(allow(["autoscaling:Describe*", "xray:PutT*"], "*")),
    "what AWS's own examples allow on all": says(allow(["ec2:DescribeSubnets", "cloudwatch:PutMetricData"], "*")),
    "a boundary": boundary(allow("s3:GetObject", "*")),
  },
  unknown,
});

testRule("iam-not-action", {
  compliant,
  violations: {
    "all but IAM": {
      change: says({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      at,
      message: "allows everything but iam:* in statement 1",
    },
    "all but one bucket": {
      change: says({ Sid: "Rest", Effect: "Allow", Action: "s3:GetObject", NotResource: object }),
      at,
      message: `allows its actions on everything but ${object} in Rest`,
    },
    "names in another case": {
      change: says({ effect: "allow", notaction: ["s3:DeleteBucket", "iam:*"], resource: "*" }),
      at,
      message: "allows everything but s3:DeleteBucket, iam:* in statement 1",
    },
  },
  harmless: {
    "a denial of all but": says({ Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" }),
    "a boundary": boundary({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
  },
  unknown,
});

testRule("iam-pass-role", {
  compliant,
  violations: {
    "a star": { change: says(allow("iam:PassRole", "*")), at, message: "allows iam:PassRole on * in One" },
    "every role of the account": {
      change: says(allow("iam:PassRole", "arn:aws:iam::123456789012:role/*")),
      at,
      message: "allows iam:PassRole on arn:aws:iam::123456789012:role/* in One",
    },
    "a pattern of actions, and a path": {
      change: says(allow("iam:Pass*", "arn:aws:iam::*:role/service-role/*")),
      at,
      message: "allows iam:PassRole on arn:aws:iam::*:role/service-role/* in One",
    },
    "among others": {
      change: says(allow(["lambda:CreateFunction", "iam:PassRole"], "*")),
      at,
      message: "allows iam:PassRole on * in One",
    },
    "to one service only": {
      change: says(
        allow("iam:passrole", "*", { Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } } }),
      ),
      at,
      message: "allows iam:PassRole on * in One",
    },
  },
  harmless: {
    "one role": says(allow("iam:PassRole", "arn:aws:iam::123456789012:role/worker")),
    "a boundary": boundary(allow("iam:PassRole", "*")),
    "a common beginning": says(allow("iam:PassRole", "arn:aws:iam::123456789012:role/acme-dev-*")),
  },
  unknown,
});
