import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";
import { observe } from "../../tools/sandbox/audit/filter-pattern/transformation";

const metric = { metricName: "m", metricNamespace: "n" };

test("a match adds the constant that the filter names", () => {
  const pattern = compileFilterPattern("ERROR");
  expect(observe(pattern, { ...metric, metricValue: "2.5" }, "an ERROR")).toEqual({ value: 2.5, dimensions: {} });
  expect(observe(pattern, { ...metric, metricValue: "1" }, "fine")).toBeUndefined();
});

test("a match adds the number in the field that the filter names", () => {
  const pattern = compileFilterPattern("{ $.latency = * }");
  const of = (event: object) => observe(pattern, { ...metric, metricValue: "$.latency" }, JSON.stringify(event));
  expect(of({ latency: 50, requestType: "GET" })).toEqual({ value: 50, dimensions: {} });
  expect(of({ latency: "5e1" })).toEqual({ value: 50, dimensions: {} });
  expect(of({ latency: "slow" })).toBeUndefined();
  expect(of({})).toBeUndefined();
});

test("dimensions come from fields, and one that is missing is left out", () => {
  const pattern = compileFilterPattern("{ $.errorCode = AccessDenied }");
  const dimensions = { who: "$.userIdentity.arn", what: "$.eventName" };
  const message = JSON.stringify({ errorCode: "AccessDenied", eventName: "PutObject" });
  expect(observe(pattern, { ...metric, metricValue: "1", dimensions }, message)).toEqual({
    value: 1,
    dimensions: { what: "PutObject" },
  });
});

test("space-delimited fields go by name, or by number where they have none", () => {
  const pattern = compileFilterPattern("[..., request=*.html*, status_code=4*,]");
  const message = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  expect(
    ["$status_code", "$request", "$7", "$4", "$3", "$2", "$1"].map((name) => pattern.value(message, name)),
  ).toEqual(["404", "GET /index.html HTTP/1.0", "1534", "10/Oct/2000:13:25:15 -0700", "frank", "-", "127.0.0.1"]);
  expect(pattern.value(message, "$bytes")).toBeUndefined();
  expect(observe(pattern, { ...metric, metricValue: "$7", dimensions: { code: "$status_code" } }, message)).toEqual({
    value: 1534,
    dimensions: { code: "404" },
  });
});
