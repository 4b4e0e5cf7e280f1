import { stackRule } from "../../framework/rule";
import { plainHttpIn } from "../../messaging/plain-http";

export const rule = stackRule(__filename, {
  what: "Every topic's policy denies publishing without TLS",
  why: "over plain HTTP, messages and signatures can be read and replayed by whoever is on the way",
  fix: "Deny sns:Publish to everyone with Bool aws:SecureTransport false",
  controls: [],
  document: {
    title: "Amazon SNS Developer Guide, Amazon SNS security best practices",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:sns/topic:Topic"],
  *check(topic, { index }) {
    // The other actions carry no message, and SNS takes no sns:* in a topic's policy.
    yield* plainHttpIn(topic, index, ["sns:Publish"]);
  },
});
