import { policyProperties } from "../../../policies/data/policy-properties";
import { policySides } from "../../../policies/iam/policy-sides";
import { policyText } from "../../support/bucket-fixtures";
import { add, drop, findingsOf, from, indexOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const arn = (name: string) => `arn:aws:sns:eu-central-1:123456789012:${name}`;
const topic = (name: string, inputs: object = {}) =>
  resource("aws:sns/topic:Topic", name, { arn: arn(name), ...inputs });
const topicPolicy = (name: string, of: unknown, policy = policyText()) =>
  resource("aws:sns/topicPolicy:TopicPolicy", name, { arn: of, policy });
const secretPolicy = (name: string, secretArn: string) =>
  resource("aws:secretsmanager/secretPolicy:SecretPolicy", name, { secretArn, policy: policyText() });
const further = "is a further TopicPolicy of a resource that has one";

testRule("iam-one-policy", {
  compliant: [
    topic("a"),
    topic("b"),
    topicPolicy("a", from("Topic a", arn("a"))),
    topicPolicy("b", from("Topic b", arn("b"))),
    secretPolicy("s", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-abcdef"),
  ],
  violations: {
    "two for one topic": {
      change: add(topicPolicy("again", from("Topic a", arn("a")))),
      at: "TopicPolicy again",
      message: further,
    },
    "two in a preview, where the ARN is not known": {
      change: add(topicPolicy("again", from("Topic a"))),
      at: "TopicPolicy again",
      message: further,
    },
    "one by its ARN as text": {
      change: add(topicPolicy("again", arn("b"))),
      at: "TopicPolicy again",
      message: further,
    },
    "two for a secret outside of the program": {
      change: add(secretPolicy("again", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-abcdef")),
      at: "SecretPolicy again",
      message: "is a further SecretPolicy of a resource that has one",
    },
    "one beside the topic's own": {
      change: set("Topic a", "policy", policyText()),
      at: "TopicPolicy a",
      message: "is a second policy of a, which has one in its property policy",
    },
  },
  harmless: {
    "none beside the topic's own": (fixtures) =>
      set("Topic a", "policy", policyText())(drop("TopicPolicy a")(fixtures)),
    "an empty property": set("Topic a", "policy", " "),
    "one more of another topic": add(topicPolicy("c", arn("c"))),
  },
  unknown: {
    "whose of two policies": { change: add(topicPolicy("x", from("SecretPolicy s"))), at: "TopicPolicy x" },
  },
});

test("every kind holds a policy by the provider's schema", () => {
  expect(Object.keys(policySides).filter((type) => policyProperties[type] === undefined)).toEqual([]);
  for (const { types, inline } of Object.values(policySides))
    if (inline !== undefined) for (const type of types) expect(policyProperties[type]).toContain(inline);
});

test.each(Object.entries(policySides))("%s: a second one is found", (type, { of }) => {
  const two = ["a", "b"].map((name) => resource(type, name, { [of]: "one-name", policy: policyText() }));
  expect(findingsOf(ruleCalled("iam-one-policy"), two)).toHaveLength(1);
  const other = ["a", "b"].map((name) => resource(type, name, { [of]: name, policy: policyText() }));
  expect(findingsOf(ruleCalled("iam-one-policy"), other)).toEqual([]);
});

test("of two policies any may win: each must deny requests without TLS", () => {
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "sns:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const good = topicPolicy("good", arn("a"), policyText(deny));
  const bad = topicPolicy("bad", arn("a"));
  const said = (...fixtures: Parameters<typeof findingsOf>[1]) => findingsOf(ruleCalled("sns-tls-only"), fixtures);
  expect(said(topic("a"), good)).toEqual([]);
  for (const both of [
    [good, bad],
    [bad, good],
  ])
    expect(said(topic("a"), ...both)).toEqual(["violation TopicPolicy bad: does not deny requests without TLS"]);
  expect(said(topic("a", { policy: policyText() }), good)).toEqual([
    "violation Topic a: does not deny requests without TLS",
  ]);
});

test("the time grows with the number of policies, and not with its square", () => {
  const questions = (number: number): number => {
    const index = indexOf(Array.from({ length: number }, (_, place) => secretPolicy(`s${place}`, `secret-${place}`)));
    const asked = jest.spyOn(index, "from");
    expect(ruleCalled("iam-one-policy").run(index, {})).toEqual([]);
    return asked.mock.calls.length;
  };
  // Each policy's secret is asked for three times: when they are joined, for itself, and for a property of the secret's own.
  expect(questions(10)).toBe(29);
  expect(questions(1_000)).toBe(2_999);
});
