import { openSettings, switchesOf } from "../../exposure/switches";
import { resourceRule } from "../../framework/rule";

const switches = switchesOf("anonymous");
const gallery = "aws:ecrpublic/repository:Repository";

export const rule = resourceRule(__filename, {
  what: "Nothing answers everyone: callers have an identity",
  why: "guests, anonymous clients and holders of an API key are everyone, and what they read or change has no name in any log",
  fix: "Ask for an identity: IAM, a user pool or OpenID Connect in place of API_KEY and guests; private ACLs, builds and repositories",
  controls: ["FSBP AppSync.5", "FSBP Cognito.2", "FSBP MSK.6"],
  document: {
    title: "AWS Security Hub User Guide, Control reference for Security Hub CSPM",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
  },
  severity: "critical",
  level: "mandatory",
  types: [...switches.keys(), gallery],
  *check(resource) {
    if (resource.type === gallery) yield "is a public repository, which everyone can pull from";
    for (const setting of openSettings(resource, switches.get(resource.type) ?? []))
      yield `is open to everyone: ${setting}`;
  },
});
