import { unnamedActions } from "../data/unnamed-actions";
import { contains } from "./glob-sets";
import { actionCovers } from "./wildcards";

/**
 * Actions that can name a resource and need none: their resources are all optional, and AWS's examples say `*` (the managed
 * policy CloudWatchAgentServerPolicy).
 */
export const unnamedByChoice: readonly string[] = [
  "ce:GetCostAndUsage",
  "ce:GetCostForecast",
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
];

/** Actions for which AWS's own policies say `*`: what EC2 describes, and a function's network interfaces. */
export const unnamedByCustom: readonly string[] = [
  "ec2:Describe*",
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/** By service, the patterns of the data. */
const read = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    unnamedActions
      .trim()
      .split(/\n(?! )/)
      .map((line) => {
        const [service = "", ...patterns] = line.split(/:?\s+/);
        return [service, patterns];
      }),
  );

let patternsOf: ReadonlyMap<string, readonly string[]> | undefined;

/** Whether no resource can be named for an action, or for any that a pattern such as `ec2:Describe*` covers. */
export const takesNoResource = (action: string, further: readonly string[] = []): boolean => {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  patternsOf ??= read();
  const patterns = patternsOf.get(service) ?? [];
  const others = [...unnamedByChoice, ...unnamedByCustom, ...further];
  if (
    patterns.some((pattern) => actionCovers(pattern, name)) ||
    others.some((pattern) => actionCovers(pattern, action))
  )
    return true;
  // Several patterns together can cover one that none of them covers.
  return (
    /[*?]/.test(action) &&
    contains(
      [...patterns.map((pattern) => `${service}:${pattern}`), ...others].map((pattern) => pattern.toLowerCase()),
      action.toLowerCase(),
    )
  );
};
