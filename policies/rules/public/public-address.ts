import { openSettings, switchesOf } from "../../exposure/switches";
import { resourceRule } from "../../framework/rule";

const switches = switchesOf("address");

export const rule = resourceRule(__filename, {
  what: "Machines have no public address, and no way to the internet, of their own",
  why: "whatever a security group lets in reaches them from the internet, and what runs on them may send data anywhere",
  fix: "Set the property to false, Disabled or VpcOnly, and use VPC endpoints, a load balancer or a NAT gateway",
  controls: [
    "FSBP AutoScaling.5",
    "FSBP EC2.9",
    "FSBP EC2.15",
    "FSBP EC2.25",
    "FSBP ECS.2",
    "FSBP ECS.16",
    "FSBP SageMaker.1",
  ],
  document: {
    title: "AWS Config Developer Guide, ec2-instance-no-public-ip",
    url: "https://docs.aws.amazon.com/config/latest/developerguide/ec2-instance-no-public-ip.html",
  },
  severity: "medium",
  level: "advisory",
  types: [...switches.keys()],
  *check(resource) {
    for (const setting of openSettings(resource, switches.get(resource.type) ?? []))
      yield `has an address or a way of its own: ${setting}`;
  },
});
