import * as aws from "@pulumi/aws";

/** A database with an address on the internet. */
new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  username: "orders",
  manageMasterUserPassword: true,
  skipFinalSnapshot: true,
  publiclyAccessible: true,
});

/** Anyone may have credentials of this account. */
new aws.cognito.IdentityPool("guests", { identityPoolName: "guests", allowUnauthenticatedIdentities: true });

/** What starts here has a public address. */
new aws.ec2.Subnet("landing", {
  vpcId: "vpc-0123456789abcdef0",
  cidrBlock: "10.0.0.0/24",
  mapPublicIpOnLaunch: true,
});
