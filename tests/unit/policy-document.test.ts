import * as fc from "fast-check";
import { policyDocument } from "../../tools/graph/answers/policy-document";

/**
 * The examples are those of the provider's documentation
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document), with the results
 * that it states. A statement without a `sid` has none: the provider left `"Sid": ""` out with its version 5.
 */
const read = (args: object): unknown => JSON.parse(String(policyDocument({ ...args }).json));
const json = (args: object): string => String(policyDocument({ ...args }).json);
const statement = (given: object) => ({ statements: [given] });
const written = (given: object): unknown => (read(statement(given)) as { Statement: unknown[] }).Statement[0];

describe("the documented examples", () => {
  test("the basic one, as text", () => {
    const document = json({
      statements: [
        { sid: "1", actions: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], resources: ["arn:aws:s3:::*"] },
        {
          actions: ["s3:ListBucket"],
          resources: ["arn:aws:s3:::b"],
          conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["", "home/", "home/&{aws:username}/"] }],
        },
        {
          actions: ["s3:*"],
          resources: ["arn:aws:s3:::b/home/&{aws:username}", "arn:aws:s3:::b/home/&{aws:username}/*"],
        },
      ],
    });
    expect(document).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::b",
      "Condition": {
        "StringLike": {
          "s3:prefix": [
            "",
            "home/",
            "home/\${aws:username}/"
          ]
        }
      }
    },
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::b/home/\${aws:username}/*",
        "arn:aws:s3:::b/home/\${aws:username}"
      ]
    }
  ]
}`);
  });

  test("several condition keys and values", () => {
    const test = "ForAnyValue:StringEquals";
    const context = "kms:EncryptionContext";
    expect(
      written({
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        conditions: [
          { test, variable: `${context}:service`, values: ["pi"] },
          { test, variable: `${context}:aws:pi:service`, values: ["rds"] },
          { test, variable: `${context}:aws:rds:db-id`, values: ["db-AAAAABBBBB", "db-EEEEEDDDDD"] },
        ],
      }),
    ).toEqual({
      Effect: "Allow",
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        [test]: {
          [`${context}:aws:pi:service`]: "rds",
          [`${context}:aws:rds:db-id`]: ["db-AAAAABBBBB", "db-EEEEEDDDDD"],
          [`${context}:service`]: "pi",
        },
      },
    });
  });

  test("several principals", () => {
    expect(
      written({
        actions: ["sts:AssumeRole"],
        principals: [
          { type: "Service", identifiers: ["firehose.amazonaws.com"] },
          { type: "AWS", identifiers: ["arn:aws:iam::123456789012:root"] },
          {
            type: "Federated",
            identifiers: ["arn:aws:iam::123456789012:saml-provider/p", "cognito-identity.amazonaws.com"],
          },
        ],
      }),
    ).toEqual({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: {
        AWS: "arn:aws:iam::123456789012:root",
        Federated: ["cognito-identity.amazonaws.com", "arn:aws:iam::123456789012:saml-provider/p"],
        Service: "firehose.amazonaws.com",
      },
    });
  });

  const open = { sid: "SidToOverride", actions: ["s3:*"], resources: ["*"] };
  const narrow = {
    sid: "SidToOverride",
    actions: ["s3:*"],
    resources: ["arn:aws:s3:::somebucket", "arn:aws:s3:::somebucket/*"],
  };
  const ec2 = { actions: ["ec2:*"], resources: ["*"] };
  const narrowed = {
    Sid: "SidToOverride",
    Effect: "Allow",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::somebucket/*", "arn:aws:s3:::somebucket"],
  };
  const anyEc2 = { Effect: "Allow", Action: "ec2:*", Resource: "*" };

  test("a source document", () => {
    const source = json({ statements: [ec2, open] });
    expect(read({ sourcePolicyDocuments: [source], statements: [narrow] })).toEqual({
      Version: "2012-10-17",
      Statement: [anyEc2, narrowed],
    });
  });

  test("an override document", () => {
    const override = json(statement({ ...open, resources: ["*"] }));
    expect(read({ overridePolicyDocuments: [override], statements: [ec2, narrow] })).toEqual({
      Version: "2012-10-17",
      Statement: [anyEc2, { Sid: "SidToOverride", Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
  });

  test("both, and nothing of its own", () => {
    const [source, override] = ["ec2:DescribeAccountAttributes", "s3:GetObject"].map((action) =>
      json(statement({ sid: "OverridePlaceholder", actions: [action], resources: ["*"] })),
    );
    expect(read({ sourcePolicyDocuments: [source], overridePolicyDocuments: [override] })).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "OverridePlaceholder", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
  });

  test("override documents, one after the other", () => {
    const of = (sid: string, effect: string, action: string) => ({ sid, effect, actions: [action], resources: ["*"] });
    const documents = [
      json(statement(of("OverridePlaceHolderOne", "Allow", "s3:*"))),
      json({ statements: [of("", "Allow", "ec2:*"), of("OverridePlaceHolderTwo", "Allow", "iam:*")] }),
      json(statement(of("OverridePlaceHolderOne", "Deny", "logs:*"))),
    ];
    expect(
      read({ ...statement(of("OverridePlaceHolderTwo", "Deny", "*")), overridePolicyDocuments: documents }),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "OverridePlaceHolderTwo", Effect: "Allow", Action: "iam:*", Resource: "*" },
        { Sid: "OverridePlaceHolderOne", Effect: "Deny", Action: "logs:*", Resource: "*" },
        { Effect: "Allow", Action: "ec2:*", Resource: "*" },
      ],
    });
  });
});

describe("principals", () => {
  const of = (...principals: object[]) =>
    (written({ actions: ["a:b"], principals }) as { Principal: unknown }).Principal;

  test("everybody of every kind is written *, everybody of AWS is not", () => {
    expect(of({ type: "*", identifiers: ["*"] })).toBe("*");
    expect(of({ type: "AWS", identifiers: ["*"] })).toEqual({ AWS: "*" });
  });

  test("those of one kind are joined", () => {
    expect(of({ type: "AWS", identifiers: ["a"] }, { type: "AWS", identifiers: ["c", "d"] })).toEqual({
      AWS: ["a", "d", "c"],
    });
  });

  test("those of a source document stay what they are", () => {
    const source = JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "a:b", Resource: "*" } });
    expect(read({ sourcePolicyDocuments: [source] })).toMatchObject({ Statement: [{ Principal: "*", Action: "a:b" }] });
  });

  test("all but some, all actions but some, all resources but some", () => {
    expect(
      written({
        effect: "Deny",
        notActions: ["s3:*"],
        notResources: ["arn:aws:s3:::&{x}"],
        notPrincipals: [{ type: "AWS", identifiers: ["b"] }],
      }),
    ).toEqual({ Effect: "Deny", NotAction: "s3:*", NotResource: "arn:aws:s3:::$" + "{x}", NotPrincipal: { AWS: "b" } });
  });
});

describe("it refuses", () => {
  const twice = json(statement({ sid: "A", actions: ["a:b"], resources: ["*"] }));
  test.each<[string, object, RegExp]>([
    [
      "a sid twice in its sources",
      { sourcePolicyDocuments: [twice, twice] },
      /duplicate Sid \(A\) in source document 1/,
    ],
    ["a sid twice of its own", { statements: [{ sid: "A" }, { sid: "A" }] }, /duplicate Sid \(A\) in statements/],
    ["a sid with other characters", statement({ sid: "a-b" }), /sid \(a-b\): must only include alphanumeric/],
    ["an effect of neither kind", statement({ effect: "allow" }), /effect to be one of .* got allow/],
    ["a version that there is not", { version: "2012-10-18" }, /version to be one of .* got 2012-10-18/],
    ["what is no JSON", { sourcePolicyDocuments: ["{"] }, /merging source document 0/],
    [
      "variables in the old version",
      { version: "2008-10-17", ...statement({ resources: ["&{a}"] }) },
      /found &\{ sequence in/,
    ],
    ["what is no longer used", { sourceJson: twice }, /sourceJson is no longer used; give sourcePolicyDocuments/],
  ])("%s", (_, args, message) => {
    expect(() => policyDocument({ ...args })).toThrow(message);
  });

  test("but not a blank sid twice", () => {
    expect(read({ statements: [{ actions: ["a:b"] }, { actions: ["a:b"] }] })).toMatchObject({
      Statement: [{ Action: "a:b" }, { Action: "a:b" }],
    });
  });
});

test("a newer version and a later id win", () => {
  const source = JSON.stringify({ Version: "2012-10-17", Id: "first", Statement: [] });
  expect(read({ version: "2008-10-17", sourcePolicyDocuments: [source], policyId: "second" })).toEqual({
    Version: "2012-10-17",
    Id: "second",
  });
});

test("it is written as Go writes JSON, and its id is the text's CRC-32", () => {
  const { minifiedJson, id } = policyDocument(statement({ sid: "A", actions: ["a:<b>&"] }));
  expect(minifiedJson).toBe(
    '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"a:\\u003cb\\u003e\\u0026"}]}',
  );
  expect(id).toMatch(/^\d+$/);
});

test("a document without a sid is its own source", () => {
  const texts = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}:[A-Z][a-z]{0,5}$/), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ actions: texts, resources: texts }), { minLength: 1, maxLength: 4 }),
      (statements) => {
        const own = json({ statements });
        expect(json({ sourcePolicyDocuments: [own] })).toBe(own);
        expect(json({ overridePolicyDocuments: [own] })).toBe(own);
      },
    ),
  );
});
