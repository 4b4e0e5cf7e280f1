import type { StackValidationPolicy } from "@pulumi/policy";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { askOnce, forTypes } from "../../../policies/framework/sdk-requests";

const fake = () => {
  class AnalyzeRequest {
    getType(): string {
      return "aws:sqs/queue:Queue";
    }
  }
  class AnalyzeStackRequest {
    getResourcesList(): readonly string[] {
      return ["one", "two"];
    }
  }
  return { AnalyzeRequest, AnalyzeStackRequest };
};

const policy = (name: string): StackValidationPolicy => ({ name, description: name, validateStack: () => {} });

const policies = forTypes([
  { policy: policy("first") },
  { policy: policy("queues"), types: ["aws:sqs/queue:Queue"] },
  { policy: policy("topics"), types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"] },
]);
const names = (): string[] => [...policies].map(({ name }) => name);
const every = ["first", "queues", "topics"];

describe("a request about one resource", () => {
  test("finds the policies of its type, once", () => {
    const module = fake();
    expect(askOnce(module)).toBe(true);
    expect(new module.AnalyzeRequest().getType()).toBe("aws:sqs/queue:Queue");
    expect(names()).toEqual(["first", "queues"]);
    expect(names()).toEqual(every);
  });

  test("leaves nothing to whoever runs later", async () => {
    const module = fake();
    askOnce(module);
    new module.AnalyzeRequest().getType();
    await Promise.resolve();
    expect(names()).toEqual(every);
  });

  test("leaves nothing to the whole stack", () => {
    const module = fake();
    askOnce(module);
    new module.AnalyzeRequest().getType();
    new module.AnalyzeStackRequest().getResourcesList();
    expect(names()).toEqual(every);
  });
});

test("the stack is shown to the first who looks, and each request shows it anew", () => {
  const module = fake();
  askOnce(module);
  for (const request of [new module.AnalyzeStackRequest(), new module.AnalyzeStackRequest()]) {
    const resources = request.getResourcesList();
    expect([...resources]).toEqual(["one", "two"]);
    expect([...resources]).toEqual([]);
  }
});

test("requests with other methods are left alone, and no list is an error", () => {
  expect(askOnce({})).toBe(false);
  const { AnalyzeRequest } = fake();
  expect(askOnce({ AnalyzeRequest })).toBe(false);
  class AnalyzeStackRequest {
    getResourcesList(): undefined {
      return undefined;
    }
  }
  expect(askOnce({ AnalyzeRequest, AnalyzeStackRequest })).toBe(true);
  expect(() => new AnalyzeStackRequest().getResourcesList()).toThrow("use another version");
});

test("the SDK that is installed has them: otherwise 1,000 resources take twice as long", () => {
  // Copies, so that the other tests of this process meet the SDK as it is.
  class AnalyzeRequest extends messages.AnalyzeRequest {}
  class AnalyzeStackRequest extends messages.AnalyzeStackRequest {}
  expect(askOnce({ AnalyzeRequest, AnalyzeStackRequest })).toBe(true);
});
