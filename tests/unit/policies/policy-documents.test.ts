import * as fc from "fast-check";
import { audiences, coversAction, coversResource } from "../../../policies/iam/audience";
import { readPolicy, UnreadablePolicy } from "../../../policies/iam/document";
import { actionCovers, fitsPattern } from "../../../policies/iam/wildcards";

const allow = (more: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const admitsEveryone = (given: unknown): boolean => audiences(readPolicy(given)).some(({ everyone }) => everyone);
const everyone = (Condition: object) => document(allow({ Principal: "*", Condition }));

describe("admits everyone", () => {
  const open: Readonly<Record<string, unknown>> = {
    "*": document(allow({ Principal: "*" })),
    "a list with *": document(allow({ Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } })),
    "* of any kind": document(allow({ Principal: { "*": "*" } })),
    "* as an identity provider": document(allow({ Principal: { Federated: "*" } })),
    "* as a service": document(allow({ Principal: { Service: "*" } })),
    "every service of AWS": document(allow({ Principal: { Service: "*.amazonaws.com" } })),
    "a pattern of accounts": document(allow({ Principal: { AWS: "arn:aws:iam::*:root" } })),
    "a pattern of accounts that looks like one": document(
      allow({ Principal: { AWS: "arn:aws:iam::12345678901?:root" } }),
    ),
    "everyone but one": document(allow({ NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } })),
    "one statement that is no list": { Statement: allow({ Principal: "*" }) },
    "as text": JSON.stringify(document(allow({ Principal: "*" }))),
    "in lower case": { statement: [{ effect: "allow", principal: { aws: "*" }, action: "s3:*", resource: "*" }] },
    "in capitals": { STATEMENT: { EFFECT: "ALLOW", PRINCIPAL: "*", ACTION: "s3:*", RESOURCE: "*" } },
    "what it does not say": {
      Statement: { Effect: "Allow", Principal: "*", NotAction: "s3:Delete*", NotResource: "x" },
    },
    "the second statement": document(allow({ Principal: { AWS: "123456789012" } }), allow({ Principal: "*" })),
  };
  test.each(Object.entries(open))("%s", (_, given) => {
    expect(admitsEveryone(given)).toBe(true);
  });
});

describe("a condition that looks narrow and is not", () => {
  const hollow: Readonly<Record<string, object>> = {
    "every IPv4 address": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    "every IPv6 address": { IpAddress: { "aws:SourceIp": "::/0" } },
    "half of the internet, twice": { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
    "one address, or all": { IpAddress: { "aws:SourceIp": ["192.0.2.1/32", "0.0.0.0/0"] } },
    "a range of IPv6 wider than a provider's": { IpAddress: { "aws:SourceIp": "2001::/16" } },
    "the internet, written as a private network": { IpAddress: { "aws:SourceIp": ["10.0.0.0/0", "192.168.0.0/1"] } },
    "a range that is none": { IpAddress: { "aws:SourceIp": "192.0.2.1/all" } },
    "not one address": { NotIpAddress: { "aws:SourceIp": "192.0.2.1/32" } },
    "an address compared as text": { StringLike: { "aws:SourceIp": "*" } },
    "any organization": { StringLike: { "aws:PrincipalOrgID": "*" } },
    "any organization, spelled out": { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    "the organization, if there is one": { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    "not another organization": { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    "any account": { StringLike: { "aws:PrincipalAccount": "*" } },
    "any account of twelve digits": { StringLike: { "aws:SourceAccount": "????????????" } },
    "all of none": { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": ["o-abcdefghij"] } },
    "a role of any account": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/reader" } },
    "any ARN": { StringLike: { "aws:PrincipalArn": "*" } },
    "a source of any account": { ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-central-1:*:topic" } },
    "any bucket": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    "buckets whose names anyone can take": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-*" } },
    TLS: { Bool: { "aws:SecureTransport": "true" } },
    "any signed-in caller": { Null: { "aws:PrincipalArn": "false" } },
    "a referer, which anyone can write": { StringLike: { "aws:Referer": "https://example.com/*" } },
    "a browser, which anyone can claim": { StringEquals: { "aws:UserAgent": "secret" } },
    "a tag, which another account sets itself": { StringEquals: { "aws:PrincipalTag/team": "red" } },
    "a role's session name": { StringLike: { "aws:userid": "*:alice" } },
    "a value of the caller's own": { StringEquals: { "aws:SourceAccount": "\u0024{aws:PrincipalAccount}" } },
    "no value": { StringEquals: { "aws:PrincipalOrgID": [] } },
    "an empty value": { StringEquals: { "aws:SourceAccount": "" } },
    "a date": { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
    "a prefix": { StringEquals: { "s3:prefix": "public/" } },
    "an operator of nobody's": { StringResembles: { "aws:PrincipalOrgID": "o-abcdefghij" } },
  };
  test.each(Object.entries(hollow))("%s", (_, condition) => {
    expect(admitsEveryone(everyone(condition))).toBe(true);
  });
});

describe("a condition that narrows", () => {
  const narrow: Readonly<Record<string, object>> = {
    "one address": { IpAddress: { "aws:SourceIp": "192.0.2.1" } },
    "an office": { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } },
    "a private network": { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    "an organization": { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    "an organization, in odd case": { STRINGEQUALS: { "AWS:principalorgid": ["o-abcdefghij"] } },
    "an organization's path": {
      "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-abcdefghij/r-ab12/ou-ab12-11111111/*"] },
    },
    "an account": { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
    "a role of one account, by pattern": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } },
    "a topic": { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:123456789012:topic" } },
    "a bucket": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-dev-main" } },
    "a network": { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } },
    "sessions of one role": { StringLike: { "aws:userid": "AROAEXAMPLEID1234567:*" } },
    "one that narrows beside one that does not": {
      Bool: { "aws:SecureTransport": "true" },
      StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" },
    },
  };
  test.each(Object.entries(narrow))("%s", (_, condition) => {
    expect(admitsEveryone(everyone(condition))).toBe(false);
  });
});

describe("whom a policy names", () => {
  const of = (Principal: unknown) => audiences(readPolicy(document(allow({ Principal }))))[0];

  test("accounts, by id, root, role, user and session", () => {
    const principals = [
      "111111111111",
      "arn:aws:iam::222222222222:root",
      "arn:aws-cn:iam::333333333333:role/a",
      "arn:aws:sts::444444444444:assumed-role/a/b",
    ];
    expect(of({ AWS: principals })).toMatchObject({
      everyone: false,
      accounts: ["111111111111", "222222222222", "333333333333", "444444444444"],
    });
  });

  test("services and identity providers", () => {
    expect(of({ Service: ["sns.amazonaws.com"], Federated: "accounts.google.com" })).toMatchObject({
      everyone: false,
      services: ["sns.amazonaws.com"],
      providers: ["accounts.google.com"],
    });
  });

  test("nobody, in a denial and in an identity's policy", () => {
    expect(audiences(readPolicy(document({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" })))).toEqual([]);
    expect(audiences(readPolicy(document(allow({}))))).toEqual([]);
  });
});

describe("what a statement is about", () => {
  const statement = (fields: object) => {
    const [read] = readPolicy(document({ Effect: "Allow", ...fields })).statements;
    if (read === undefined) throw new Error("no statement");
    return read;
  };

  test.each([
    [{ Action: "s3:*" }, true],
    [{ Action: "*" }, true],
    [{ Action: ["ec2:*", "S3:Put?bject"] }, true],
    [{ Action: "s3:PutObject*" }, true],
    [{ Action: "s3:PutObjectAcl" }, false],
    [{ NotAction: "s3:Get*" }, true],
    [{ NotAction: ["s3:put*"] }, false],
    [{}, false],
  ])("%j about s3:PutObject: %s", (fields, expected) => {
    expect(coversAction(statement(fields), "s3:PutObject")).toBe(expected);
  });

  test.each([
    [{ Resource: "arn:aws:s3:::b/*" }, true],
    [{ Resource: ["arn:aws:s3:::b"] }, false],
    [{ Resource: "arn:aws:s3:::b*" }, true],
    [{ Resource: "arn:*:b/k?y" }, true],
    [{ Resource: "arn:aws:s3:::B/*" }, false],
    [{ NotResource: "arn:aws:s3:::b/*" }, false],
    [{ NotResource: "arn:aws:s3:::other/*" }, true],
  ])("%j about arn:aws:s3:::b/key: %s", (fields, expected) => {
    expect(coversResource(statement(fields), "arn:aws:s3:::b/key")).toBe(expected);
  });

  test("a pattern's other characters are text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        fc.pre(!/[*?]/.test(pattern));
        return fitsPattern(pattern, text) === (pattern === text);
      }),
    );
    expect(actionCovers("s3:Get.bject", "s3:GetObject")).toBe(false);
  });
});

describe("what is no policy", () => {
  test.each(["", "null", "[]", "7", '{"Statement":["Allow"]}', '{"Statement":{"Effect":"Perhaps"}}', "{"])(
    "%s",
    (text) => {
      expect(() => readPolicy(text)).toThrow(UnreadablePolicy);
    },
  );

  test("anything is read or refused, and never breaks the reader", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        try {
          audiences(readPolicy(given));
        } catch (error) {
          if (!(error instanceof UnreadablePolicy)) throw error;
        }
      }),
    );
    expect(readPolicy({}).statements).toEqual([]);
  });
});
