import { resourceRule } from "../../framework/rule";

/** AWS raises an account's 1,000 to tens of thousands on request (AWS Lambda Developer Guide, "Lambda quotas"). */
const most = 100_000;

export const rule = resourceRule(__filename, {
  what: "Functions have a concurrency of their own",
  why: "one function in a loop, or under attack, takes all of the account's concurrency from the others, and costs without a limit",
  fix: "Set reservedConcurrentExecutions to as many calls at a time as the function needs",
  controls: [],
  document: {
    title: "AWS Lambda Developer Guide, Configuring reserved concurrency for a function",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  },
  severity: "medium",
  level: "advisory",
  types: ["aws:lambda/function:Function"],
  *check({ inputs }) {
    if (inputs.within([0, most], "reservedConcurrentExecutions") === undefined) yield "has no reserved concurrency";
  },
});
