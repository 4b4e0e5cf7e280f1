import { isGiven } from "../../framework/is-given";
import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { redrives } from "../../messaging/redrive";

const queueType = "aws:sqs/queue:Queue";

/** Services that wait for the answer, and tell their own caller of a failure. */
const synchronous =
  /^(?:apigateway|elasticloadbalancing|cognito-idp|lex|lexv2|alexa-appkit|edgelambda|bedrock|appsync)\./;

const hasOwn = (lambda: PackResource, index: StackIndex): boolean =>
  isGiven(lambda, "deadLetterConfig", "targetArn") ||
  index
    .pointingTo(lambda, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "functionName")
    .some((config) => isGiven(config, "destinationConfig", "onFailure", "destination"));

/** Whether what a mapping reads keeps what could not be handled: a queue by its own redrive policy. */
const keepsFailures = (mapping: PackResource, index: StackIndex): boolean => {
  if (isGiven(mapping, "destinationConfig", "onFailure", "destinationArn")) return true;
  const { targets } = index.from(mapping, "eventSourceArn", queueType);
  // A queue of another stack answers for itself there.
  if (targets.length === 0) return mapping.inputs.text("eventSourceArn")?.split(":")[2] === "sqs";
  return targets.some(
    (queue) =>
      redrives(queue) || index.pointingTo(queue, "aws:sqs/redrivePolicy:RedrivePolicy", "queueUrl").some(redrives),
  );
};

export const rule = stackRule(__filename, {
  what: "An event that a function fails at is kept",
  why: "Lambda tries an asynchronous event three times and then forgets it, and a stream's reader drops or blocks on it",
  fix: "Set deadLetterConfig or an onFailure destination; for a queue, a redrivePolicy. A function that only answers an API needs none",
  controls: [],
  document: {
    title: "AWS Lambda Developer Guide, Capturing records of Lambda asynchronous invocations",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  severity: "medium",
  level: "advisory",
  types: ["aws:lambda/function:Function"],
  *check(lambda, { index }) {
    const mappings = index.pointingTo(lambda, "aws:lambda/eventSourceMapping:EventSourceMapping", "functionName");
    for (const mapping of mappings)
      if (!keepsFailures(mapping, index)) yield { message: "keeps nothing of what its function fails at", at: mapping };
    if (hasOwn(lambda, index)) return;
    const callers = index
      .pointingTo(lambda, "aws:lambda/permission:Permission", "function")
      .map(({ inputs }) => inputs.text("principal") ?? "");
    const asynchronous = callers.filter((caller) => !synchronous.test(caller));
    const urls = index.pointingTo(lambda, "aws:lambda/functionUrl:FunctionUrl", "functionName");
    if (asynchronous.length > 0) yield `drops what it fails at of the events from ${asynchronous.join(", ")}`;
    else if (callers.length + urls.length + mappings.length === 0)
      yield "drops the events that it fails at, and nothing shows that whoever calls it waits for the answer";
  },
});
