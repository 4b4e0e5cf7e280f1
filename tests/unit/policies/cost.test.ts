import { notKnown } from "../../../policies/framework/values";
import { add, resource, set, testRule } from "../../support/policies";

const nat = resource("aws:ec2/natGateway:NatGateway", "out", {});

testRule("cost-idle", {
  compliant: [
    resource("aws:dynamodb/table:Table", "index", { billingMode: "PAY_PER_REQUEST" }),
    resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {}),
    resource("aws:apigateway/stage:Stage", "live", {}),
  ],
  violations: {
    "a NAT gateway": { change: add(nat), at: "NatGateway out", message: "is a NAT gateway, billed by the hour" },
    "an interface endpoint": {
      change: set("VpcEndpoint s3", "vpcEndpointType", "Interface"),
      at: "VpcEndpoint s3",
      message: "is an interface endpoint, billed by the hour",
    },
    "a table that says nothing, which is provisioned": {
      change: set("Table index", "billingMode", undefined),
      at: "Table index",
      message: "is a table's provisioned capacity, billed by the hour",
    },
    "a cache": {
      change: set("Stage live", "cacheClusterEnabled", true),
      at: "Stage live",
      message: "is an API's cache, billed by the hour",
    },
    "a type beside the accepted one": {
      change: add(nat, resource("aws:kinesis/stream:Stream", "events", {})),
      parameters: { accepted: ["aws:ec2/natGateway:NatGateway"] },
      at: "Stream events",
      message: "is a stream's shards, billed by the hour",
    },
  },
  harmless: {
    "what the stack means to pay for": {
      change: add(nat),
      parameters: { accepted: ["aws:ec2/natGateway:NatGateway"] },
    },
  },
  unknown: { "how a table is billed": { change: set("Table index", "billingMode", notKnown), at: "Table index" } },
});
