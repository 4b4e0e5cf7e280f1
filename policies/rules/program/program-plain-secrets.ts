import { stackRule } from "../../framework/rule";
import { NotKnownYet } from "../../framework/values";
import { plainSecrets } from "../../secrets/plain-text";

/** `lambda-environment-secrets` says the same of these, before they are made. */
const functionType = "aws:lambda/function:Function";

export const rule = stackRule(__filename, {
  what: "No secret is in the settings of what runs, nor in a script, nor in a parameter that is not encrypted",
  why: "whoever may look at a task definition, a build, an instance or a parameter reads it: in the console, by one call, in what AWS Config keeps",
  fix: "Keep it in Secrets Manager, or in a SecureString parameter, and name it there: by secrets of a container, by a variable of the type SECRETS_MANAGER, by runtimeEnvironmentSecrets, or read it when the script runs",
  controls: ["FSBP ECS.8", "FSBP CodeBuild.2"],
  document: {
    title: "AWS Well-Architected Framework, SEC02-BP03 Store and use secrets securely",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_secrets.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["pulumi:pulumi:Stack"],
  parameters: {
    harmless: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of settings that look like a secret's and hold none",
    },
  },
  *check(_, { index, parameters: { harmless } }) {
    const unknown: string[] = [];
    for (const resource of index.resources) {
      if (!resource.type.startsWith("aws:") || resource.type === functionType) continue;
      try {
        for (const message of plainSecrets(resource, harmless)) yield { message, at: resource };
      } catch (error) {
        if (!(error instanceof NotKnownYet)) throw error;
        unknown.push(error.path);
      }
    }
    // Said once, of the stack, after what is known.
    if (unknown.length > 0) throw new NotKnownYet(unknown.join(", "));
  },
});
