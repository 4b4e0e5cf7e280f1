import { resourceRule } from "../../framework/rule";

/** The first day without security patches (AWS Lambda Developer Guide, "Lambda runtimes", as of May 2026). */
const unsupportedFrom: Readonly<Record<string, string>> = {
  nodejs: "2016-10-31",
  "nodejs4.3": "2020-03-05",
  "nodejs4.3-edge": "2020-03-05",
  "nodejs6.10": "2019-08-12",
  "nodejs8.10": "2020-03-06",
  "nodejs10.x": "2021-07-30",
  "nodejs12.x": "2023-03-31",
  "nodejs14.x": "2023-12-04",
  "nodejs16.x": "2024-06-12",
  "nodejs18.x": "2025-09-01",
  "nodejs20.x": "2026-04-30",
  "nodejs22.x": "2027-04-30",
  "nodejs24.x": "2028-04-30",
  "python2.7": "2021-07-15",
  "python3.6": "2022-07-18",
  "python3.7": "2023-12-04",
  "python3.8": "2024-10-14",
  "python3.9": "2025-12-15",
  "python3.10": "2026-10-31",
  "python3.11": "2027-06-30",
  "python3.12": "2028-10-31",
  "python3.13": "2029-06-30",
  "python3.14": "2029-06-30",
  java8: "2024-01-08",
  "java8.al2": "2027-06-30",
  java11: "2027-06-30",
  java17: "2027-06-30",
  java21: "2029-06-30",
  java25: "2029-06-30",
  "dotnetcore1.0": "2019-07-27",
  "dotnetcore2.0": "2019-05-30",
  "dotnetcore2.1": "2022-01-05",
  "dotnetcore3.1": "2023-04-03",
  "dotnet5.0": "2022-05-10",
  dotnet6: "2024-12-20",
  dotnet7: "2024-05-14",
  dotnet8: "2026-11-10",
  dotnet10: "2028-11-14",
  "ruby2.5": "2021-07-30",
  "ruby2.7": "2023-12-07",
  "ruby3.2": "2026-03-31",
  "ruby3.3": "2027-03-31",
  "ruby3.4": "2028-03-31",
  "ruby4.0": "2029-03-31",
  "go1.x": "2024-01-08",
  provided: "2024-01-08",
  "provided.al2": "2026-07-31",
  "provided.al2023": "2029-06-30",
};

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
