import { add, drop, from, resource, set, testRule } from "../../support/policies";

const stack = resource("pulumi:pulumi:Stack", "shop-dev");
const provider = resource("pulumi:providers:aws", "default_7_48_0", { region: "eu-central-1" });
const at = "Stack shop-dev";
const message = "registers nothing but the stack";

testRule("program-empty", {
  compliant: [stack, provider, resource("aws:sqs/queue:Queue", "jobs")],
  violations: {
    "nothing at all": { change: () => [stack], at, message },
    "its provider alone": { change: drop("Queue jobs"), at, message },
    "providers of several kinds": {
      change: () => [stack, provider, resource("pulumi:providers:random", "default_4_18_2")],
      at,
      message,
    },
    "a provider of the program's": {
      change: () => [stack, resource("pulumi:providers:aws", "frankfurt", { region: from("Stack shop-dev") })],
      at,
      message,
    },
  },
  harmless: {
    "a component": (fixtures) => add(resource("acme:index:Site", "site"))(drop("Queue jobs")(fixtures)),
    "what is read from another stack": add(resource("pulumi:pulumi:StackReference", "network")),
    "a resource of which nothing is known": set("Queue jobs", "name", from("Stack shop-dev")),
  },
  unknown: "it reads types alone, which are always known",
});
