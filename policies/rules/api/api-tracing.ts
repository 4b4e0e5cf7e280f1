import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "REST stages are traced",
  why: "a trace shows which of the services behind a slow or failing request was the cause",
  fix: "Set xrayTracingEnabled to true",
  controls: ["FSBP APIGateway.3"],
  severity: "low",
  level: "advisory",
  types: ["aws:apigateway/stage:Stage"],
  *check({ inputs }) {
    if (inputs.flag("xrayTracingEnabled") !== true) yield "is not traced";
  },
});
