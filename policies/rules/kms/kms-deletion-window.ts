import { resourceRule } from "../../framework/rule";

/** AWS waits for 30 days where the program does not say. */
const longest = 30;

export const rule = resourceRule(__filename, {
  what: "Keys wait long before they are deleted",
  why: "what a deleted key has encrypted is lost for good, and the window is the only time in which somebody can notice",
  fix: "Set deletionWindowInDays to 30, the longest that AWS has, or leave it out",
  controls: [],
  document: {
    title: "AWS KMS Developer Guide, Deleting an AWS KMS key",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  parameters: {
    days: {
      type: "integer",
      default: longest,
      minimum: 7,
      maximum: longest,
      description: "The shortest window, in days",
    },
  },
  *check({ inputs }, { parameters: { days } }) {
    const window = inputs.number("deletionWindowInDays") ?? longest;
    if (window > longest) yield `has a window of ${window} days, which KMS refuses`;
    if (window < days) yield `can be gone after ${window} days; at least ${days} are wanted`;
  },
});
