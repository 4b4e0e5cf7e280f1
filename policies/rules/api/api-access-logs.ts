import { isGiven } from "../../framework/is-given";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Stages log every request",
  why: "without access logs nobody can say afterwards who asked for what, from where, and what the API answered",
  fix: "Set accessLogSettings with the ARN of a log group as destinationArn, and a format that names the caller",
  controls: ["FSBP APIGateway.9"],
  document: {
    title: "Amazon API Gateway Developer Guide, Set up CloudWatch logging for REST APIs",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:apigatewayv2/stage:Stage", "aws:apigateway/stage:Stage"],
  *check(stage) {
    if (!isGiven(stage, "accessLogSettings", "destinationArn")) yield "writes no access logs";
  },
});
