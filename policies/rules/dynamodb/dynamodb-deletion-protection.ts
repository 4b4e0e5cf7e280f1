import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every table, and every copy of it, is protected against deletion",
  why: "a table is deleted by one call, or by a change of its key schema in a program, with all that is in it",
  fix: "Set deletionProtectionEnabled to true, in each of the replicas too",
  controls: ["FSBP DynamoDB.6"],
  document: {
    title: "Amazon DynamoDB Developer Guide, Working with tables and data in DynamoDB",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.html",
  },
  severity: "medium",
  // Stacks that are made to be thrown away lack it rightly; a team sets it to mandatory where none are.
  level: "advisory",
  types: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  *check({ inputs }) {
    if (inputs.flag("deletionProtectionEnabled") !== true) yield "is not protected against deletion";
    for (const replica of inputs.many("replicas"))
      if (replica.flag("deletionProtectionEnabled") !== true)
        yield `is not protected against deletion in ${replica.text("regionName") ?? "one region"}`;
  },
});
