import { decide } from "../access/decide";
import type { Graph, Resource } from "../types";
import { emissionProblem, filtersOf, type MetricName } from "./emitted";

/** Why an alarm could never be heard. */
export interface AlarmProblem {
  /** The alarm's logical name. */
  readonly alarm: string;
  readonly problem: string;
}

export interface AlarmCheckOptions {
  /** Log groups that others write to, such as an organisation's trail. Default: none. */
  readonly externalLogGroups?: readonly string[];
  /** Reads a filter's pattern, and throws if CloudWatch would not take it. */
  readonly compile: (pattern: string) => unknown;
}

const metricOf = ({ region, inputs }: Resource): MetricName => ({
  region,
  namespace: String(inputs.namespace),
  name: String(inputs.metricName),
  dimensions: (inputs.dimensions ?? {}) as Readonly<Record<string, string>>,
});

const patternProblems = (graph: Graph, alarm: Resource, compile: AlarmCheckOptions["compile"]): string[] =>
  filtersOf(graph, metricOf(alarm)).flatMap(({ inputs }) => {
    try {
      compile(String(inputs.pattern));
      return [];
    } catch (error) {
      return [`its filter's pattern cannot be read: ${(error as Error).message}`];
    }
  });

/** What CloudWatch says of itself when it publishes for an alarm. */
const asAlarm = (alarm: Resource) => {
  const arn = String(alarm.outputs.arn);
  return { "aws:SourceArn": arn, "aws:SourceAccount": arn.split(":")[4] ?? "", "aws:PrincipalIsAWSService": "true" };
};

/** Why a topic would not pass on an alarm: its policy, or its key's. */
const topicProblems = async (graph: Graph, alarm: Resource, arn: string): Promise<string[]> => {
  const topic = graph.resources.find(({ type, outputs }) => type === "aws:sns/topic:Topic" && outputs.arn === arn);
  if (topic === undefined) return [`its action ${arn} is no topic of this stack`];
  if (topic.region !== alarm.region) return [`its topic ${topic.name} is in ${topic.region}, not in ${alarm.region}`];
  const principal = { outsider: "cloudwatch.amazonaws.com" };
  const may = async (action: string, resource: string, context: Record<string, string>): Promise<boolean> =>
    (await decide(graph, { principal, action, resource, context })).allowed;
  const problems: string[] = [];
  if (!(await may("sns:Publish", arn, asAlarm(alarm))))
    problems.push(`the policy of its topic ${topic.name} does not let CloudWatch publish for it`);
  const key = topic.inputs.kmsMasterKeyId;
  if (key === undefined) return problems;
  const own = graph.resources.find(({ type, outputs }) => type === "aws:kms/key:Key" && outputs.arn === key);
  if (own === undefined)
    return [...problems, `its topic ${topic.name} is encrypted with ${key}, whose policy cannot let CloudWatch use it`];
  const { "aws:PrincipalIsAWSService": _, ...source } = asAlarm(alarm);
  for (const action of ["kms:Decrypt", "kms:GenerateDataKey"])
    if (!(await may(action, String(key), source)))
      problems.push(`the key ${own.name} of its topic ${topic.name} does not let CloudWatch ${action}`);
  return problems;
};

const problemsOf = async (graph: Graph, alarm: Resource, options: AlarmCheckOptions): Promise<string[]> => {
  const { externalLogGroups = [], compile } = options;
  const emission = emissionProblem(graph, metricOf(alarm), externalLogGroups);
  const actions = (alarm.inputs.alarmActions ?? []) as string[];
  const heard = await Promise.all(actions.map((arn) => topicProblems(graph, alarm, arn)));
  return [
    ...(emission === undefined ? [] : [emission]),
    ...patternProblems(graph, alarm, compile),
    ...(actions.length === 0 || alarm.inputs.actionsEnabled === false ? ["it has no action"] : []),
    ...heard.flat(),
  ];
};

/**
 * Every alarm of a graph that could never fire or never be heard: nothing emits its metric, its filter's pattern is
 * broken or reads what nobody writes, or its topic or the topic's key does not let CloudWatch publish.
 */
export const alarmProblems = async (graph: Graph, options: AlarmCheckOptions): Promise<AlarmProblem[]> => {
  const alarms = graph.resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
  const found = await Promise.all(
    alarms.map(async (alarm) =>
      (await problemsOf(graph, alarm, options)).map((problem) => ({ alarm: alarm.name, problem })),
    ),
  );
  return found.flat();
};
