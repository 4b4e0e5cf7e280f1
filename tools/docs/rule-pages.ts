import type { Rule } from "../../policies/framework/rule";
import { dataSources } from "./data-sources";
import { providerVersion } from "./inventory/declarations";
import type { Entry } from "./inventory/inventory";
import { inventoryPage } from "./inventory/inventory-page";
import { table } from "./markdown";

const services: Readonly<Record<string, string>> = {
  s3: "S3",
  cloudfront: "CloudFront",
  kms: "KMS",
  iam: "IAM",
  lambda: "Lambda",
  api: "API Gateway",
  trail: "CloudTrail",
  logs: "CloudWatch Logs",
  sns: "SNS",
  sqs: "SQS",
  dynamodb: "DynamoDB",
  alarms: "Alarms",
  public: "Public access",
  regions: "Regions",
  cost: "Cost",
  program: "Program",
};

const serviceOf = ({ service }: Rule): string => services[service] ?? service;

/** How a rule is asked, in the words of the pack's README. */
const asked = (rule: Rule): string =>
  rule.runOne === undefined ? "when all resources are registered" : "before the resource is made";

const section = (rule: Rule): string[] => [
  `### ${rule.id}`,
  "",
  `**${rule.what}.** ${sentence(rule.why)}`,
  "",
  `_To mend:_ ${sentence(rule.fix)}`,
  "",
  `- Level ${rule.level}, severity ${rule.severity}; asked ${asked(rule)}${rule.remediate ? "; can mend it (`remediate`)" : ""}`,
  ...(rule.controls.length === 0 ? [] : [`- Answers to ${rule.controls.join(", ")}`]),
  ...(typeof rule.document === "string"
    ? [`- AWS document: ${rule.document}`]
    : [`- AWS document: [${rule.document.title}](${rule.document.url})`]),
  ...Object.entries(rule.parameters).map(
    ([name, { type, description, default: value }]) =>
      `- Parameter \`${name}\` (${type}, default \`${JSON.stringify(value)}\`): ${description}`,
  ),
  "",
];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const groups = (rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> => {
  const made = new Map<string, Rule[]>();
  for (const rule of rules) made.set(serviceOf(rule), [...(made.get(serviceOf(rule)) ?? []), rule]);
  return made;
};

/** Where the lists come from that AWS extends by itself. */
const data = (): string[] => [
  "## Lists that AWS extends",
  "",
  "The pack holds them as data, in `policies/data`. `npm run policies:data` makes them from published packages; with",
  "`-- --check` it says which differ. Lists that no package has are collected by hand: they are as old as their date, and what",
  "AWS added since is not in them. A rule's parameter adds to most of them.",
  "",
  ...table(
    ["file", "what", "from"],
    dataSources().map(({ name, about, from }) => [`\`${name}\``, about, from]),
  ),
  "",
];

/** `docs/policies.md`, from the rules themselves and from what they judge. */
export const policyDocs = (rules: readonly Rule[], inventory: readonly Entry[]): string =>
  [
    "<!-- Made by `npm run docs` from the rules in policies/rules. A change by hand is lost. -->",
    "",
    "# Policies",
    "",
    `${rules.length} rules. [policies/README.md](../policies/README.md) says how to run and tune them, and how to add one.`,
    "Controls are those of AWS Foundational Security Best Practices (FSBP) and of the CIS AWS Foundations Benchmark, with its",
    "version. A mandatory rule stops a deployment, an advisory one is printed.",
    "",
    ...table(
      ["rule", "level", "severity", "what holds"],
      rules.map(({ id, level, severity, what }) => [`[${id}](#${id})`, level, severity, what]),
    ),
    "",
    ...[...groups(rules)].flatMap(([service, own]) => [`## ${service}`, "", ...own.flatMap(section)]),
    ...data(),
    ...inventoryPage(inventory, providerVersion),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
