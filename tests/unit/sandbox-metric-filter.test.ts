import { ProgramError } from "../../tools/graph/program-error";
import { FilterPatternError } from "../../tools/sandbox/audit/filter-pattern/scanner";
import { handler } from "../../tools/sandbox/resources/cloudwatch/log-metric-filter";
import { Inputs } from "../../tools/sandbox/resources/inputs";

const make = (pattern: string, transformation: Record<string, unknown> = {}) =>
  handler({
    resource: {
      urn: "urn:pulumi:test::test::aws:cloudwatch/logMetricFilter:LogMetricFilter::failed",
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      name: "failed",
      parent: "",
      provider: "",
      region: "eu-central-1",
      protect: false,
      custom: true,
      dependsOn: [],
      inputs: {},
      sources: {},
    },
    inputs: new Inputs(
      {
        pattern,
        logGroupName: "group",
        metricTransformation: { name: "Failed", namespace: "Acme", value: "1", ...transformation },
      },
      "failed",
    ),
    name: () => "failed",
    endpoint: "",
    accountId: "",
    client: () => {
      throw new Error("the emulator was asked");
    },
  });

test("a pattern that CloudWatch Logs would not take stops the deployment, with its place", async () => {
  const attempt = make('{ $.errorCode = "AccessDenied }');
  await expect(attempt).rejects.toThrow(FilterPatternError);
  await expect(attempt).rejects.toThrow('Filter pattern, character 17: the quotation mark " is never closed');
});

test("a default value and dimensions do not go together", async () => {
  const attempt = make("{ $.a = 1 }", { defaultValue: "0", dimensions: { Caller: "$.a" } });
  await expect(attempt).rejects.toThrow(ProgramError);
  await expect(attempt).rejects.toThrow("a default value or dimensions, not both");
});

test("what is right goes to the emulator", async () => {
  await expect(make("{ $.a = 1 }", { defaultValue: "0" })).rejects.toThrow("the emulator was asked");
});
