/** Why no rule judges a public switch. A test asks that each switch that no rule judges has a reason, and each reason a switch. */
export const unjudgedSwitches: readonly { readonly type: RegExp; readonly path: RegExp; readonly because: string }[] = [
  {
    type: /^aws:acmpca\//,
    path: /s3ObjectAcl$/,
    because: "whoever checks a certificate reads the revocation list",
  },
  {
    type: /^aws:appsync\/graphQLApi:/,
    path: /^visibility$/,
    because: "authenticationType, which public-anonymous judges, says who calls",
  },
  {
    type: /^aws:bedrock\/agentcore/,
    path: /networkMode$/,
    because: "it is the way to the internet of code that runs for signed requests",
  },
  {
    type: /^aws:ec2\/vpcIpamPool:/,
    path: /^publiclyAdvertisable$/,
    because: "it says who announces addresses, and opens nothing",
  },
  {
    type: /^aws:lambda\/permission:/,
    path: /^functionUrlAuthType$/,
    because:
      "the URL's authorizationType decides, which lambda-url-auth judges; lambda-permission judges the principal",
  },
  {
    type: /LoadBalancer$/,
    path: /^internal$/,
    because:
      "a load balancer on the internet serves an application; who reaches it is a matter of security groups, below",
  },
  {
    type: /^aws:mailmanager\//,
    path: /publicNetworkConfiguration$/,
    because: "mail comes from the internet; the traffic policy says which",
  },
  {
    type: /^aws:secretsmanager\/secretPolicy:/,
    path: /^blockPublicPolicy$/,
    because: "it asks AWS to refuse a policy that iam-public-resource-policy refuses too",
  },
  {
    type: /^aws:transfer\/server:/,
    path: /^endpointType$/,
    because: "users sign in with a key or a password, and partners come from the internet",
  },
  {
    type: /^aws:vpclattice\//,
    path: /^authType$/,
    because: "only VPCs that are associated with the network reach the service",
  },
];

/** Why no rule judges a property of the other kinds, kind by kind. */
export const unjudgedOthers: Readonly<Record<string, string>> = {
  "policy document":
    "An endpoint's policy limits what others give (`limits` in policies/iam/resource-documents.ts): everyone in it is AWS's default.",
  principal:
    "Most name the stack's own account, a member of its organization, or a principal of IAM Identity Center or Lake Formation, which are in the account. A grant to another account that a rule should know belongs in `iam-foreign-grant`.",
  region:
    "`regions-allowed` judges the region of every regional resource, and of copies of data. The others are regions of sources, networks, health checks, consoles and of settings that hold no data.",
  key: "Which key encrypts is asked of what this program is made of: buckets, tables, queues, topics, log groups, trails. For other services the key's policy is judged (`kms-key-policy`, `kms-grant`), whoever uses it.",
};

/** What no property of these kinds shows, and no rule judges. */
export const beyond: readonly string[] = [
  "Security groups and network ACLs: which addresses reach an instance, a load balancer or a database in a VPC.",
  "Routes: whether a subnet is public. `public-address` sees addresses that are given by themselves.",
  "Network policies of OpenSearch Serverless (`AllowFromPublic`), which are documents of another language.",
  "Roles that a service uses (`roleArn`): what they may do is judged where the role is made.",
];
