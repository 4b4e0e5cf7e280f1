import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import type { Values } from "../../framework/values";

const httpStage = "aws:apigatewayv2/stage:Stage";
const restStage = "aws:apigateway/stage:Stage";
const settingsType = "aws:apigateway/methodSettings:MethodSettings";
const restApiType = "aws:apigateway/restApi:RestApi";

/** What an account has by default for all of its APIs together (API Gateway Developer Guide, "Quotas"): more is no limit. */
const most = 10_000;

/** Both limits, neither of them -1, which switches it off. */
const isLimited = (settings: Values | undefined): boolean =>
  settings !== undefined &&
  ["throttlingBurstLimit", "throttlingRateLimit"].every((limit) => settings.within([0, most], limit) !== undefined);

/** The settings of a REST stage for all of its methods: joined by the stage, or by its name and API. */
const settingsFor = (stage: PackResource, index: StackIndex): readonly PackResource[] => {
  const joined = index.pointingTo(stage, settingsType, "stageName");
  const [api] = index.from(stage, "restApi", restApiType).targets;
  const named =
    api === undefined || !stage.inputs.isKnown("stageName")
      ? []
      : index
          .pointingTo(api, settingsType, "restApi")
          .filter(
            ({ inputs }) => inputs.isKnown("stageName") && inputs.text("stageName") === stage.inputs.text("stageName"),
          );
  return [...new Set([...joined, ...named])];
};

export const rule = stackRule(__filename, {
  what: "Stages limit how fast they are called",
  why: "without limits one caller takes the whole account's 10,000 requests a second from every other API, and runs up the bill",
  fix: "Set throttlingBurstLimit and throttlingRateLimit in defaultRouteSettings, for a REST stage in an aws.apigateway.MethodSettings for all methods",
  controls: [],
  document: {
    title: "Amazon API Gateway Developer Guide, Throttle requests to your REST APIs for better throughput",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [httpStage, restStage],
  *check(stage, { index }) {
    const limited =
      stage.type === httpStage
        ? isLimited(stage.inputs.one("defaultRouteSettings"))
        : settingsFor(stage, index).some(
            ({ inputs }) => inputs.text("methodPath") === "*/*" && isLimited(inputs.one("settings")),
          );
    if (!limited) yield "has no throttling of its own";
  },
});
