import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Functions have a concurrency of their own",
  why: "one function in a loop, or under attack, takes all of the account's concurrency from the others, and costs without a limit",
  fix: "Set reservedConcurrentExecutions to as many calls at a time as the function needs",
  controls: [],
  severity: "medium",
  level: "advisory",
  types: ["aws:lambda/function:Function"],
  *check({ inputs }) {
    const reserved = inputs.number("reservedConcurrentExecutions");
    if (reserved === undefined || reserved < 0) yield "has no reserved concurrency";
  },
});
