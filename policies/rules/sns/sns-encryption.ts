import { isNamed } from "../../framework/is-given";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every topic is encrypted with a KMS key",
  why: "messages tell what happened to which file and who did it, and SNS keeps them as they are without a key",
  fix: "Set kmsMasterKeyId to your key, whose policy admits the services that publish",
  controls: [],
  severity: "medium",
  level: "mandatory",
  types: ["aws:sns/topic:Topic"],
  *check(topic) {
    if (!isNamed(topic, "kmsMasterKeyId")) yield "is not encrypted with a key";
  },
});
