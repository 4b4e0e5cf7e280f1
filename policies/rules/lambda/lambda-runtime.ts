import { unsupportedFrom } from "../../data/lambda-runtimes";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Functions run on a supported runtime",
  why: "a runtime past its day gets no security patches, and soon AWS refuses to update the function",
  fix: "Set runtime to the newest of its language",
  controls: ["FSBP Lambda.2"],
  document: {
    title: "AWS Lambda Developer Guide, Lambda runtimes",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:lambda/function:Function"],
  parameters: {
    on: {
      type: "string",
      default: "",
      description: "The day to judge by, as YYYY-MM-DD: a later one tells what is coming; empty for today",
    },
    accepted: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Runtimes that may be used all the same, for one whose end AWS has put off",
    },
  },
  *check({ inputs }, { parameters: { on, accepted } }) {
    const runtime = inputs.text("runtime");
    if (runtime === undefined || accepted.includes(runtime)) return;
    const end = Object.hasOwn(unsupportedFrom, runtime) ? unsupportedFrom[runtime] : undefined;
    const day = on || new Date().toJSON().slice(0, 10);
    if (end !== undefined && end <= day) yield `runs on ${runtime}, unsupported since ${end}`;
  },
});
