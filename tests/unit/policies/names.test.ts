import { notKnown } from "../../../policies/framework/values";
import { add, type Fixture, from, resource, set, testRule } from "../../support/policies";

const queueType = "aws:sqs/queue:Queue";
const roleType = "aws:iam/role:Role";
const ruleType = "aws:cloudwatch/eventRule:EventRule";

const queue = (name: string, inputs: Fixture["inputs"]) =>
  resource(queueType, name, { region: "eu-central-1", ...inputs });

const compliant: Fixture[] = [
  queue("a", { name: "one" }),
  queue("b", { name: "two" }),
  resource("aws:sns/topic:Topic", "a", { name: "one", region: "eu-central-1" }),
  resource(roleType, "worker", { name: "worker", region: "eu-central-1" }),
  resource("aws:s3/bucket:Bucket", "files", { bucket: "acme-files", region: "eu-central-1" }),
  resource(ruleType, "new", { name: "new", eventBusName: "files", region: "eu-central-1" }),
  resource("aws:kms/alias:Alias", "main", { name: "alias/main", region: "eu-central-1" }),
  resource("aws:cloudwatch/dashboard:Dashboard", "board", { dashboardName: "overview", region: "eu-central-1" }),
  resource("aws:iam/rolePolicy:RolePolicy", "read", { name: "read", role: "worker" }),
];

testRule("unique-physical-names", {
  compliant,
  violations: {
    "a queue": {
      change: set("Queue b", "name", "one"),
      at: "Queue b",
      message: "has the name one, which a has too",
    },
    "a role in another region, for IAM has none": {
      change: add(resource(roleType, "other", { name: "worker", region: "eu-west-1" })),
      at: "Role other",
      message: "has the name worker, which worker has too",
    },
    "a role that differs in case only": {
      change: add(resource(roleType, "other", { name: "Worker", region: "eu-central-1" })),
      at: "Role other",
      message: "has the name Worker, which worker has too",
    },
    "a bucket of another region": {
      change: add(resource("aws:s3/bucket:Bucket", "copy", { bucket: "acme-files", region: "us-east-1" })),
      at: "Bucket copy",
      message: "has the name acme-files, which files has too",
    },
    "a rule of the same bus": {
      change: add(resource(ruleType, "again", { name: "new", eventBusName: "files", region: "eu-central-1" })),
      at: "EventRule again",
      message: "has the name new, which new has too",
    },
    "an alias": {
      change: add(resource("aws:kms/alias:Alias", "again", { name: "alias/main", region: "eu-central-1" })),
      at: "Alias again",
      message: "has the name alias/main, which main has too",
    },
    "a dashboard of another region, for dashboards have none": {
      change: add(
        resource("aws:cloudwatch/dashboard:Dashboard", "again", { dashboardName: "overview", region: "us-east-1" }),
      ),
      at: "Dashboard again",
      message: "has the name overview, which board has too",
    },
    "an inline policy of the same role": {
      change: add(resource("aws:iam/rolePolicy:RolePolicy", "again", { name: "read", role: "worker" })),
      at: "RolePolicy again",
      message: "has the name read, which read has too",
    },
  },
  harmless: {
    "the same name in another region": add(queue("c", { name: "one", region: "eu-west-1" })),
    "the same name on another bus": add(resource(ruleType, "other", { name: "new", region: "eu-central-1" })),
    "the same name of another role": add(
      resource("aws:iam/rolePolicy:RolePolicy", "other", { name: "read", role: "other" }),
    ),
    "the same name in another account": add(queue("c", { name: "one", account: "by another role" })),
    "the same role in another account": add(
      resource(roleType, "other", { name: "worker", account: "by another role" }),
    ),
    "names that Pulumi makes": add(queue("c", {}), queue("d", {})),
    "names of queues that differ in case": set("Queue b", "name", "One"),
  },
  unknown: {
    "a name": { change: set("Queue b", "name", notKnown), at: "Queue b" },
    "a region": { change: set("Queue b", "region", notKnown), at: "Queue b" },
    "the role of an inline policy": {
      change: set("RolePolicy read", "role", from("Role worker")),
      at: "RolePolicy read",
    },
  },
});
