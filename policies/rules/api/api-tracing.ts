import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "REST stages are traced",
  why: "a trace shows which of the services behind a slow or failing request was the cause",
  fix: "Set xrayTracingEnabled to true",
  controls: ["FSBP APIGateway.3"],
  document: {
    title: "Amazon API Gateway Developer Guide, Trace user requests to REST APIs using X-Ray",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
  },
  severity: "low",
  level: "advisory",
  types: ["aws:apigateway/stage:Stage"],
  *check({ inputs }) {
    if (inputs.flag("xrayTracingEnabled") !== true) yield "is not traced";
  },
});
