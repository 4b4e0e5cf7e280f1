import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every table, and every copy of it, can be brought back to any point in time",
  why: "a wrong write or a stolen key can empty a table in seconds, and there is no version to go back to",
  fix: "Set pointInTimeRecovery.enabled, or pointInTimeRecovery of a replica, to true",
  controls: ["FSBP DynamoDB.2"],
  document: {
    title: "Amazon DynamoDB Developer Guide, Backup and restore for DynamoDB",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BackupRestore.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  *check({ inputs, type }) {
    const on =
      type === "aws:dynamodb/table:Table"
        ? inputs.one("pointInTimeRecovery")?.flag("enabled")
        : inputs.flag("pointInTimeRecovery");
    if (on !== true) yield "has no point-in-time recovery";
    for (const replica of inputs.many("replicas"))
      if (replica.flag("pointInTimeRecovery") !== true)
        yield `has no point-in-time recovery in ${replica.text("regionName") ?? "one region"}`;
  },
});
