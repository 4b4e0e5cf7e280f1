import { configure, problemsOf, useStack } from "../support/stack-config";

useStack();

test("a trail of one's own, all alarms and all notices are the default; auditors must be named", () => {
  expect(configure()).toMatchObject({ auditors: [{ user: "audrey" }], trail: { kind: "own" }, alerts: {} });
  expect(problemsOf({ "coffer:auditors": undefined })).toContain("coffer:auditors is missing.");
});

test("everything may be said", () => {
  const alerts = {
    subscribers: [
      { kind: "email", address: "a@acme.example" },
      { kind: "slack", teamId: "T1", channelId: "C1" },
    ],
    notices: "writes",
    alarms: { "root-use": false, "failed-uploads": { threshold: 9, periodSeconds: 60 } },
  };
  const trail = { kind: "organisation", logGroupName: "organisation/trail" };
  expect(configure({ "coffer:alerts": JSON.stringify(alerts), "coffer:trail": JSON.stringify(trail) })).toMatchObject({
    alerts,
    trail,
  });
});

test.each([
  ["coffer:alerts", '{"notices":"some"}', "notices (all, writes or none)"],
  [
    "coffer:alerts",
    '{"subscribers":[{"kind":"pager","number":"1"}]}',
    "subscribers (kind email, https, sqs, slack or teams)",
  ],
  ["coffer:alerts", '{"subscribers":[{"kind":"email","url":"x"}]}', "subscribers (kind email"],
  ["coffer:alerts", '{"alarms":{"root-used":false}}', "unauthorised-api-calls, "],
  ["coffer:alerts", '{"alarms":{"root-use":true}}', "false or threshold and periodSeconds"],
  ["coffer:alerts", '{"alarms":{"root-use":{"threshold":0}}}', "false or threshold and periodSeconds"],
  ["coffer:alerts", '{"alarms":{"root-use":{"minutes":5}}}', "false or threshold and periodSeconds"],
  ["coffer:trail", '{"kind":"none"}', "kind own"],
  ["coffer:trail", '{"kind":"own","keepDays":30}', "keepDays, a whole number from 365 to 36500"],
  ["coffer:trail", '{"kind":"organisation"}', "kind organisation (logGroupName"],
  ["coffer:trail", '{"kind":"own","logGroupName":"x"}', "kind own"],
  ["coffer:auditors", "[]", "a list of those who may read the audit trail"],
])("%s: %s is refused, with what is allowed", (name, given, allowed) => {
  const message = problemsOf({ [name]: given });
  expect(message).toContain(`${name} is ${given}`);
  expect(message).toContain(allowed);
});
