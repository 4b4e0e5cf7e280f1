import type { PackResource } from "../../framework/resource";
import { bucketType, known } from "../../framework/resource-index";
import { bucketRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import type { Values } from "../../framework/values";

/** Whether a destination is a bucket that the stack does not make. */
const isElsewhere = (destination: Values, from: PackResource, index: StackIndex): boolean => {
  if (destination.isKnown("bucket")) return index.named(destination.text("bucket") ?? "", bucketType).length === 0;
  return ["rules", "replicationConfiguration", "replicationConfigurations"].every(
    (property) => index.from(from, property, bucketType).targets.length === 0,
  );
};

export const rule = bucketRule(__filename, {
  what: "A copy in a bucket of another stack names the account that owns it, which then owns the copies",
  why: "a bucket's name says nothing of whose it is: one that was deleted, or written wrongly, is anyone's to take; and copies that the source's account still owns can be deleted from there",
  fix: "Set account to the id of the destination's account, and accessControlTranslation.owner to Destination",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Changing the replica owner",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html",
  },
  severity: "medium",
  // AWS documents copies to another account that stay the source's too.
  level: "advisory",
  *check({ replication }, { index }) {
    if (replication === undefined) return;
    const { from, destinations } = replication;
    for (const destination of destinations) {
      if (!isElsewhere(destination, from, index)) continue;
      const bucket = known(() => destination.text("bucket")) ?? "a bucket that the stack does not show";
      if (!destination.has("account"))
        yield { message: `copies to ${bucket}, whose account it does not name`, at: from };
      else if (destination.one("accessControlTranslation")?.text("owner") !== "Destination")
        yield { message: `copies to ${bucket} of another account, and keeps the copies its own`, at: from };
    }
  },
});
