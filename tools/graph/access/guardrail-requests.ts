import { guardrails } from "../../../components/role-trio/role-policies";
import type { AccessModel } from "./access-model";
import { mfa } from "./actors";
import type { AccessRequest } from "./matrix";

/** What a wildcard stands for: the actions by which a trail is silenced, or a role made stronger. */
const examples: Readonly<Record<string, readonly string[]>> = {
  "cloudtrail:*": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail"],
  "iam:*": [
    "iam:PutRolePolicy",
    "iam:AttachRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PassRole",
  ],
};

/** Guardrails that are about an object, not about its bucket. */
const aboutObjects = ["s3:PutObjectAcl", "s3:BypassGovernanceRetention"];

const targetOf = (action: string, model: AccessModel): Pick<AccessRequest, "on" | "resource"> => {
  const { main, prefix, account, region, trio } = model;
  if (aboutObjects.includes(action)) return { on: "an object", resource: `${main.arn}/${prefix}report.pdf` };
  if (action === "s3:PutAccountPublicAccessBlock") return { on: "the account", resource: "*" };
  switch (action.split(":")[0]) {
    case "s3":
      return { on: "main bucket", resource: main.arn };
    case "kms":
      return {
        on: "key of main",
        resource: model.keys.find(({ bucketArn }) => bucketArn === main.arn)?.arn ?? "*",
      };
    case "cloudtrail":
      return { on: "a trail", resource: `arn:aws:cloudtrail:${region}:${account}:trail/trail` };
    case "iam":
      return { on: "the role Uploader", resource: trio[0]?.roleArn ?? "*" };
    default:
      throw new Error(`what the guardrail ${action} acts on is not known; say it in guardrail-requests.ts`);
  }
};

/** Every action that no role of the trio may ever do, each on what it acts on, with fresh MFA. */
export const guardrailRequests = (model: AccessModel): AccessRequest[] =>
  guardrails
    .flatMap((action) => {
      if (!action.includes("*")) return [action];
      const known = examples[action];
      if (known === undefined) throw new Error(`the guardrail ${action} needs examples in guardrail-requests.ts`);
      return known;
    })
    .map((action) => ({ action, ...targetOf(action, model), context: mfa() }));

/** Asks for the use of each key through S3 in its region, as its bucket's objects are read and written. */
export const keysThroughS3 = ({ keys, account }: AccessModel, ...actions: readonly string[]): AccessRequest[] =>
  keys.flatMap(({ name, arn, region, context }) =>
    actions.map((action) => ({
      action,
      on: `key of ${name}`,
      resource: arn,
      given: "through S3",
      context: {
        "kms:ViaService": `s3.${region}.amazonaws.com`,
        "kms:CallerAccount": account,
        ...(context ? { "kms:EncryptionContext:aws:s3:arn": context } : {}),
      },
    })),
  );
