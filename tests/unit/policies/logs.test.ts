import { notKnown } from "../../../policies/framework/values";
import { keyArn } from "../../support/alarm-fixtures";
import { from, resource, set, testRule } from "../../support/policies";

const label = "LogGroup app";
const stack = [
  resource("aws:cloudwatch/logGroup:LogGroup", "app", { retentionInDays: 365, kmsKeyId: keyArn }),
  resource("aws:kms/key:Key", "main"),
];
const wrong = (property: string, value: unknown, message: string) => ({
  change: set(label, property, value),
  at: label,
  message,
});

testRule("logs-retention", {
  compliant: stack,
  violations: {
    "for ever, by default": wrong("retentionInDays", undefined, "keeps its events for ever"),
    "for ever": wrong("retentionInDays", 0, "keeps its events for ever"),
    "a month": wrong("retentionInDays", 30, "keeps its events for 30 days, not 365"),
    "less than somebody asks for": {
      ...wrong("retentionInDays", 400, "keeps its events for 400 days, not 731"),
      parameters: { days: 731 },
    },
  },
  harmless: {
    "more than a year": set(label, "retentionInDays", 3653),
    "a month where that is enough": { change: set(label, "retentionInDays", 30), parameters: { days: 30 } },
    "a group that only hands events on": set(label, "logGroupClass", "DELIVERY"),
  },
  unknown: { "how long": { change: set(label, "retentionInDays", notKnown), at: label } },
});

const bare = "is not encrypted with a key of its own";
testRule("logs-encryption", {
  compliant: stack,
  violations: {
    "no key": wrong("kmsKeyId", undefined, bare),
    "an empty key": wrong("kmsKeyId", "", bare),
    nothing: wrong("kmsKeyId", null, bare),
  },
  harmless: { "a key that is still to be made": set(label, "kmsKeyId", from("Key main")) },
  unknown: { "the key": { change: set(label, "kmsKeyId", notKnown), at: label } },
});
