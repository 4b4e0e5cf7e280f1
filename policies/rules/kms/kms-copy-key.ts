import { isOwnKey, keyIn } from "../../framework/own-key";
import { resourceRule } from "../../framework/rule";

const secretType = "aws:secretsmanager/secret:Secret";

/** What copies a database's backups, or an image, with a key that it names by `kmsKeyId` (each one's API reference). */
const copyTypes = [
  "aws:ec2/amiCopy:AmiCopy",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
  "aws:rds/snapshotCopy:SnapshotCopy",
];

export const rule = resourceRule(__filename, {
  what: "A copy in another region is encrypted with a key of one's own, as what is copied should be",
  why: "a copy holds all that the original does: without a key of its own it is in plain text, or open to every principal that may use the service there",
  fix: "Name a key of the copy's region: kmsKeyId, for a secret in each of its replicas, for an image with encrypted",
  controls: [],
  document: {
    title: "AWS Prescriptive Guidance, Encryption best practices for AWS Key Management Service",
    url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/kms.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [secretType, ...copyTypes],
  *check(resource) {
    const { inputs, type, sources } = resource;
    if (type === secretType) {
      // A secret with the account's default key may have it in every region.
      if (!inputs.has("replicas") || keyIn(resource, "kmsKeyId") !== "own") return;
      for (const replica of inputs.many("replicas")) {
        const toBeMade = !replica.isKnown("kmsKeyId") && (sources.replicas ?? []).length > 0;
        if (!toBeMade && !isOwnKey(replica.text("kmsKeyId")))
          yield `has a key of its own, and in ${replica.text("region") ?? "another region"} it has none`;
      }
      return;
    }
    const key = keyIn(resource, "kmsKeyId");
    if (key === "AWS's") yield "makes a copy with AWS's key, not with one of its own";
    else if (key === "none") yield "makes a copy without a key of its own";
  },
});
