import { isOwnKey, keyIn } from "../../framework/own-key";
import type { PackResource } from "../../framework/resource";
import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

/** Whether a block of a table names a key of one's own, which may be one that is still to be made. */
const namesKey = ({ sources }: PackResource, property: string, block: Values): boolean =>
  (!block.isKnown("kmsKeyArn") && (sources[property] ?? []).length > 0) || isOwnKey(block.text("kmsKeyArn"));

export const rule = resourceRule(__filename, {
  what: "Every table is encrypted with a customer managed key",
  why: "DynamoDB's own key cannot be taken away from anybody, and says nothing of who used it",
  fix: "Set serverSideEncryption.enabled to true and kmsKeyArn to your key",
  controls: [],
  document: {
    title: "Amazon DynamoDB Developer Guide, DynamoDB encryption at rest",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  *check(table) {
    if (table.type !== "aws:dynamodb/table:Table") {
      if (keyIn(table, "kmsKeyArn") !== "own") yield "is not encrypted with a key of its own";
      return;
    }
    const encryption = table.inputs.one("serverSideEncryption");
    if (encryption?.flag("enabled") !== true) yield "is not encrypted with a key of its own";
    else if (!namesKey(table, "serverSideEncryption", encryption))
      yield "is encrypted with AWS's key, not with one of its own";
    for (const replica of table.inputs.many("replicas"))
      if (!namesKey(table, "replicas", replica))
        yield `is not encrypted with a key of its own in ${replica.text("regionName") ?? "one region"}`;
  },
});
