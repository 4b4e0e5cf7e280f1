import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Finding, Rule } from "../../../policies/framework/rule";
import { levelOf, type Outcome, type Settings, weakenedText } from "../../../policies/framework/run";
import { unseenText } from "../unseen";
import type { ReportContext } from "./report-context";

/** GitHub sorts findings by this, from 0 to 10. */
const scores = { low: "3.0", medium: "5.5", high: "8.0", critical: "9.5" } as const;

const descriptor = (rule: Rule, settings: Settings): ReportingDescriptor => ({
  id: rule.id,
  shortDescription: { text: rule.what },
  fullDescription: { text: `${rule.what}: ${rule.why}.` },
  help: { text: `${rule.fix}.`, markdown: `**${rule.fix}.**\n\n${rule.what}: ${rule.why}.` },
  defaultConfiguration: { level: levelOf(rule, settings) === "mandatory" ? "error" : "warning" },
  properties: { tags: ["security", ...rule.controls], "security-severity": scores[rule.severity] },
});

const resultOf = (
  { rule, resource, message, verdict }: Finding,
  { level, locate }: Pick<ReportContext, "locate"> & { readonly level: Result.level },
): Result => {
  const { file, line } = locate(resource);
  const text =
    verdict === "unknown" ? `cannot decide about ${resource.name}: ${message}` : `${resource.name} ${message}`;
  return {
    ruleId: rule.id,
    level,
    kind: verdict === "unknown" ? "open" : "fail",
    message: { text: `${text}. ${rule.fix}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file, uriBaseId: "%SRCROOT%" },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
        logicalLocations: [{ name: resource.name, fullyQualifiedName: resource.urn, kind: "resource" }],
      },
    ],
    // The same finding keeps its identity when the program's lines move.
    partialFingerprints: { "resource/v1": `${rule.id} ${resource.urn} ${message}` },
  };
};

/** What a check found, as SARIF 2.1.0: code hosts show it at the lines of a pull request. */
export const sarifLog = (outcome: Outcome, { rules, settings, locate, unseen }: ReportContext): Log => {
  const errorOrWarning = (rule: Rule) => (levelOf(rule, settings) === "mandatory" ? "error" : "warning");
  return {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "coffer-policies", rules: rules.map((rule) => descriptor(rule, settings)) } },
        columnKind: "utf16CodeUnits",
        results: [
          ...outcome.violations.map((finding) => resultOf(finding, { level: errorOrWarning(finding.rule), locate })),
          ...outcome.accepted.map(({ finding, exception }) => ({
            ...resultOf(finding, { level: errorOrWarning(finding.rule), locate }),
            suppressions: [
              { kind: "external" as const, justification: `until ${exception.expires}: ${exception.reason}` },
            ],
          })),
          ...outcome.unknown.map((finding) => resultOf(finding, { level: "none", locate })),
        ],
        invocations: [
          {
            executionSuccessful: unseen.length === 0,
            toolExecutionNotifications: unseen.map((one) => ({
              level: "error" as const,
              descriptor: { id: one.kind },
              message: { text: unseenText(one) },
              ...(one.resource === undefined
                ? {}
                : { locations: [{ logicalLocations: [{ fullyQualifiedName: one.resource, kind: "resource" }] }] }),
            })),
            toolConfigurationNotifications: [
              ...outcome.problems.map((text) => ({ level: "error" as const, message: { text } })),
              ...outcome.weakened.map((one) => ({
                level: "warning" as const,
                message: { text: `${weakenedText(one)}.` },
                associatedRule: { id: one.rule.id },
              })),
            ],
          },
        ],
      },
    ],
  };
};
