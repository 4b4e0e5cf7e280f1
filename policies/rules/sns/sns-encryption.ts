import { keyIn } from "../../framework/own-key";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every topic is encrypted with a customer managed key",
  why: "messages tell what happened to which file and who did it, and SNS keeps them as they are without a key; AWS's own key refuses the services that publish",
  fix: "Set kmsMasterKeyId to your key, whose policy admits the services that publish",
  controls: [],
  document: {
    title: "Amazon SNS Developer Guide, Securing Amazon SNS data with server-side encryption",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:sns/topic:Topic"],
  *check(topic) {
    const key = keyIn(topic, "kmsMasterKeyId");
    if (key === "none") yield "is not encrypted with a key";
    else if (key === "AWS's") yield "is encrypted with AWS's key, not with one of its own";
  },
});
