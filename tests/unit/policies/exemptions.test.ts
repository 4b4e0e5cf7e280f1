import {
  admitService,
  bucketArn,
  bucketName,
  denyPlainHttp,
  goodBucket,
  onlyServices,
  policyText,
} from "../../support/bucket-fixtures";
import { add, both, type Change, findingsOf, from, resource, ruleCalled, set } from "../../support/policies";
import { trailStack } from "../../support/trail-fixtures";

const says = (...statements: readonly object[]): Change =>
  set("BucketPolicy main", "policy", policyText(denyPlainHttp("main"), ...statements));
const uploads = (change: Change): string[] =>
  findingsOf(ruleCalled("s3-deny-unencrypted-uploads"), change(goodBucket("main")));
const refused = ["violation BucketPolicy main: does not deny wrongly encrypted uploads"];

describe("one statement makes no log bucket", () => {
  const logs = admitService("main", "logs.amazonaws.com");
  test.each([
    ["one key for CloudWatch's exports", says({ ...logs, Resource: `${bucketArn("main")}/x` })],
    ["every key for CloudWatch's exports", says(logs)],
    ["every key for load balancers", says(admitService("main", "logdelivery.elasticloadbalancing.amazonaws.com"))],
    ["every key for CloudTrail", says(admitService("main", "cloudtrail.amazonaws.com"))],
    ["every key for access logs", says(admitService("main", "logging.s3.amazonaws.com"))],
    ["people kept out of one folder", says(logs, { ...onlyServices("main"), Resource: `${bucketArn("main")}/logs/*` })],
    ["people kept out of reading", says(logs, { ...onlyServices("main"), Action: "s3:GetObject" })],
    ["a service kept out", says(logs, { ...onlyServices("main"), Principal: { Service: "ec2.amazonaws.com" } })],
    [
      "on one more condition",
      says(logs, {
        ...onlyServices("main"),
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" }, StringEquals: { "aws:PrincipalTag/a": "b" } },
      }),
    ],
    [
      "the wrong way round",
      says(logs, { ...onlyServices("main"), Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } }),
    ],
    ["no value", says(logs, { ...onlyServices("main"), Condition: { Bool: { "aws:PrincipalIsAWSService": [] } } })],
    [
      "all but a service and a person",
      says(logs, {
        Effect: "Deny",
        NotPrincipal: { Service: "logs.amazonaws.com", AWS: "arn:aws:iam::123456789012:user/eve" },
        Action: "s3:PutObject",
        Resource: `${bucketArn("main")}/*`,
      }),
    ],
    ["nobody let in to deliver", says(onlyServices("main"))],
  ])("%s", (_, change) => {
    expect(uploads(change)).toEqual(refused);
  });

  test.each([
    ["a service that delivers, and nobody else", says(logs, onlyServices("main"))],
    [
      "all but the service",
      says(logs, {
        Effect: "Deny",
        NotPrincipal: { Service: "logs.amazonaws.com" },
        Action: "s3:Put*",
        Resource: `${bucketArn("main")}/*`,
      }),
    ],
    [
      "flow logs of the stack",
      both(
        says(admitService("main", "delivery.logs.amazonaws.com")),
        add(resource("aws:ec2/flowLog:FlowLog", "flows", { logDestination: from("Bucket main", bucketArn("main")) })),
      ),
    ],
    [
      "a load balancer of the stack, by name",
      both(
        says(),
        add(resource("aws:lb/loadBalancer:LoadBalancer", "web", { accessLogs: { bucket: bucketName("main") } })),
      ),
    ],
  ])("a log bucket is one with %s", (_, change) => {
    expect(uploads(change)).toEqual([]);
  });

  test("a bucket of files is recorded, though a service may write a key of it", () => {
    const open = (name: string) => policyText(denyPlainHttp(name), admitService(name, "logs.amazonaws.com"));
    const stack = both(add(...goodBucket("files")), set("BucketPolicy files", "policy", open("files")))(trailStack());
    expect(findingsOf(ruleCalled("trail-data-events"), stack)).toEqual([
      "violation Bucket files: is in no trail's data-event selectors",
    ]);
  });
});

describe("a boundary that is attached as well is judged", () => {
  const arn = "arn:aws:iam::123456789012:policy/limit";
  const statement = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
  const stack = [
    resource("aws:iam/policy:Policy", "limit", { name: "limit", arn, policy: policyText(statement) }),
    resource("aws:iam/role:Role", "limited", { permissionsBoundary: from("Policy limit", arn) }),
  ];
  const ids = ["iam-wildcard-actions"];
  const attachments: Readonly<Record<string, readonly [string, object]>> = {
    managedPolicyArns: ["aws:iam/role:Role", { managedPolicyArns: [from("Policy limit", arn)] }],
    "managedPolicyArns, by text": ["aws:iam/role:Role", { managedPolicyArns: [arn] }],
    "managedPolicyArns, in a preview": ["aws:iam/role:Role", { managedPolicyArns: [from("Policy limit")] }],
    "a role's exclusive list": [
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      { policyArns: [from("Policy limit", arn)] },
    ],
    "a group's exclusive list": [
      "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
      { policyArns: [arn] },
    ],
    "a user's exclusive list": [
      "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      { policyArns: [arn] },
    ],
    "Identity Center, by name": [
      "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment",
      { customerManagedPolicyReference: { name: "limit" } },
    ],
    "IAM Roles Anywhere": ["aws:rolesanywhere/profile:Profile", { managedPolicyArns: [arn] }],
    "a plain attachment": ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { policyArn: arn }],
  };
  test.each(Object.entries(attachments))("%s", (_, [type, inputs]) => {
    const all = [...stack, resource(type, "more", { ...inputs })];
    for (const id of ids)
      expect(findingsOf(ruleCalled(id), all)).toEqual([
        "violation Policy limit: allows * in All: every action of every service",
      ]);
  });

  test.each([
    ["alone", []],
    ["twice a boundary", [resource("aws:iam/user:User", "eve", { permissionsBoundary: arn })]],
    [
      "a guardrail, which limits too",
      [
        resource("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "c", {
          guardrailPolicyArns: [arn],
        }),
      ],
    ],
    [
      "Identity Center's boundary",
      [
        resource("aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment", "b", {
          permissionsBoundary: { customerManagedPolicyReference: { name: "limit" } },
        }),
      ],
    ],
    ["named in a policy's text", [resource("aws:iam/rolePolicy:RolePolicy", "p", { policy: policyText() })]],
  ])("%s, it is a limit", (_, more) => {
    for (const id of ids) expect(findingsOf(ruleCalled(id), [...stack, ...more])).toEqual([]);
  });
});
