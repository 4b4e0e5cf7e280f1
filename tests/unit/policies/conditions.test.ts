import { audiences } from "../../../policies/iam/audience";
import { readPolicy, UnreadablePolicy } from "../../../policies/iam/document";
import { policyText } from "../../support/bucket-fixtures";
import { findingsOf, resource, ruleCalled } from "../../support/policies";

const open = (Condition: object) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "*",
  Condition,
});
const admitsEveryone = (Condition: object): boolean =>
  audiences(readPolicy({ Statement: [open(Condition)] })).some(({ everyone }) => everyone);
const addresses = (...ranges: readonly string[]) => ({ IpAddress: { "aws:SourceIp": ranges } });

describe("addresses that do not narrow", () => {
  test.each<[string, readonly string[]]>([
    ["256 ranges of /8", Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`)],
    ["two ranges of /8", ["11.0.0.0/8", "12.0.0.0/8"]],
    ["the internet in /9", Array.from({ length: 512 }, (_, index) => `${index >> 1}.${(index & 1) * 128}.0.0/9`)],
    ["two ranges of /32 in IPv6", ["2001:db8::/32", "2001:db9::/32"]],
    ["a region of AWS", ["3.208.0.0/12"]],
    ["a part of it", ["3.208.4.0/23"]],
    ["what holds a range of AWS", ["52.0.0.0/8"]],
    ["Azure", ["20.33.0.0/16"]],
    ["Google Cloud", ["34.64.0.0/10"]],
    ["AWS in IPv6", ["2600:1f18::/36"]],
    ["an office beside AWS", ["192.0.2.0/24", "54.144.0.0/14"]],
    ["no range", []],
    ["an empty one", [""]],
    ["a blank one", [" "]],
    ["five numbers", ["192.0.2.1.1/32"]],
    ["a number past 255", ["192.0.2.256/32"]],
    ["a prefix past 32", ["192.0.2.0/33"]],
    ["a negative prefix", ["192.0.2.0/-1"]],
    ["an empty prefix", ["192.0.2.0/"]],
    ["two prefixes", ["192.0.2.0/24/24"]],
    ["no address", ["everywhere"]],
    ["an IPv6 address with two gaps", ["2001::db8::/64"]],
  ])("%s", (_, ranges) => {
    expect(admitsEveryone(addresses(...ranges))).toBe(true);
  });
});

describe("addresses that narrow", () => {
  test.each<[string, readonly string[]]>([
    ["one address of AWS, as a NAT gateway has", ["3.208.4.5/32"]],
    ["a few of AWS", ["3.208.4.0/28", "54.144.1.2"]],
    ["an office", ["192.0.2.0/24"]],
    ["many offices", Array.from({ length: 100 }, (_, index) => `198.51.100.${index}/32`)],
    ["one range of /8", ["11.0.0.0/8"]],
    ["the same one twice", ["11.0.0.0/8", "11.0.0.0/8"]],
    ["every private network", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"]],
    ["an IPv6 address in short", ["2001:db8::1"]],
    ["an IPv6 network", ["2001:db8:1234::/48"]],
  ])("%s", (_, ranges) => {
    expect(admitsEveryone(addresses(...ranges))).toBe(false);
  });
});

describe("keys of networks", () => {
  test.each<[string, object]>([
    ["any organization's endpoints", { StringLike: { "aws:VpceOrgID": "o-*" } }],
    ["any account's endpoints", { StringLike: { "aws:VpceAccount": "*" } }],
    ["any account's network", { ArnLike: { "aws:SourceVpcArn": "arn:aws:ec2:eu-central-1:*:vpc/*" } }],
    ["none", { StringEquals: { "aws:VpceAccount": [] } }],
    ["a blank one", { StringEquals: { "aws:VpceAccount": " " } }],
    ["if it says so", { StringEqualsIfExists: { "aws:VpceOrgID": "o-abcdefghij" } }],
    ["all but one", { StringNotEquals: { "aws:VpceOrgID": "o-abcdefghij" } }],
  ])("open: %s", (_, condition) => {
    expect(admitsEveryone(condition)).toBe(true);
  });

  test.each<[string, object]>([
    ["an organization's endpoints", { StringEquals: { "aws:VpceOrgID": "o-abcdefghij" } }],
    ["an account's endpoints", { StringEquals: { "aws:VpceAccount": "123456789012" } }],
    ["a network", { ArnEquals: { "aws:SourceVpcArn": "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-0a1b" } }],
  ])("narrow: %s", (_, condition) => {
    expect(admitsEveryone(condition)).toBe(false);
  });
});

describe("a key that another account may use is found", () => {
  const own = { Sid: "Own", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*" };
  const key = (Condition: object) => [
    resource("aws:kms/key:Key", "data", {
      policy: policyText(own, {
        Sid: "Use",
        Effect: "Allow",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition,
      }),
    }),
  ];
  test.each<[string, object, string]>([
    [
      "by kms:CallerAccount",
      { StringEquals: { "kms:CallerAccount": "999999999999" } },
      "admits account 999999999999 in Use",
    ],
    [
      "by aws:PrincipalAccount",
      { StringEquals: { "aws:PrincipalAccount": ["123456789012", "999999999999"] } },
      "admits account 999999999999 in Use",
    ],
    [
      "by aws:PrincipalArn",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/*" } },
      "admits account 999999999999 in Use",
    ],
    [
      "of another organization",
      { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      "admits organization o-abcdefghij in Use",
    ],
  ])("%s", (_, condition, message) => {
    expect(findingsOf(ruleCalled("kms-key-policy"), key(condition))).toEqual([`violation Key data: ${message}`]);
  });

  test("and the own one is not, nor what the configuration names", () => {
    const rule = ruleCalled("kms-key-policy");
    expect(findingsOf(rule, key({ StringEquals: { "kms:CallerAccount": "123456789012" } }))).toEqual([]);
    const organization = key({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } });
    expect(findingsOf(rule, organization, { accounts: ["o-abcdefghij"] })).toEqual([]);
  });
});

describe("a name that stands there twice", () => {
  const statement = '"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"';
  test.each([
    `{"Statement":[],"Statement":[{${statement}}]}`,
    `{"Statement":[],"statement":[{${statement}}]}`,
    `{"Statement":{${statement},"Effect":"Deny"}}`,
    `{"Statement":{${statement},"\\u0045ffect":"Deny"}}`,
    `{"Statement":{${statement},"effect":"Deny"}}`,
    `{"Statement":{${statement},"Condition":{"Bool":{},"Bool":{}}}}`,
    `{"Statement":{${statement},"Condition":{"StringEquals":{"aws:SourceAccount":"1"},"stringequals":{}}}}`,
    `{"Statement":{${statement},"Condition":{"StringEquals":{"aws:SourceAccount":"1","AWS:SourceAccount":"2"}}}}`,
    `{"Statement":{"Effect":"Allow","Principal":{"AWS":"*","aws":"123456789012"},"Action":"s3:*","Resource":"*"}}`,
  ])("%s is not read", (text) => {
    expect(() => readPolicy(text)).toThrow(UnreadablePolicy);
  });

  test("in objects of their own it may", () => {
    const text = `{"Statement":[{${statement}},{${statement},"Sid":"a: {\\"Effect\\": 1}"}]}`;
    expect(readPolicy(text).statements).toHaveLength(2);
  });

  test("a rule says so, whichever of the two is harmless", () => {
    const policy = `{"Statement":{"Principal":"123456789012",${statement}}}`;
    const queue = resource("aws:sqs/queue:Queue", "jobs", { policy });
    expect(findingsOf(ruleCalled("sqs-public-policy"), [queue])).toEqual([
      "violation Queue jobs: has a policy that cannot be read: it names Principal twice",
    ]);
  });
});
