import { stackRule } from "../../framework/rule";

/** Resources of @pulumi/aws that make others, which are no resources of the program. */
const makers: Readonly<Record<string, string>> = {
  "aws:cloudcontrol/resource:Resource": "a resource by Cloud Control",
  "aws:cloudformation/stack:Stack": "the resources of a CloudFormation template",
  "aws:cloudformation/stackInstances:StackInstances": "the resources of a CloudFormation template",
  "aws:cloudformation/stackSet:StackSet": "the resources of a CloudFormation template",
  "aws:cloudformation/stackSetInstance:StackSetInstance": "the resources of a CloudFormation template",
  "aws:elasticbeanstalk/environment:Environment": "an environment's resources",
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack": "the resources of a CloudFormation template",
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct": "a product's resources",
};

/** Other packages that make resources of AWS: `aws-native`, `awscc`, `aws-apigateway`. */
const otherPackage = (token: string): string | undefined => /^(aws(?:-[\w-]+|[a-z]+)):/.exec(token)?.[1];

export const rule = stackRule(__filename, {
  what: "Every resource of AWS is one that the rules see",
  why: "what a template, Cloud Control or another provider makes may be a public bucket, and no rule looks at it",
  fix: "Make the resources with @pulumi/aws, or check the template by other means and accept the finding with an exception",
  document: {
    title: "AWS CloudFormation User Guide, CloudFormation templates",
    url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-guide.html",
  },
  controls: [],
  severity: "high",
  level: "mandatory",
  types: ["pulumi:pulumi:Stack"],
  *check(_, { index }) {
    for (const resource of index.resources) {
      const made = Object.hasOwn(makers, resource.type) ? makers[resource.type] : undefined;
      if (made !== undefined) yield { message: `makes ${made}, which no rule sees`, at: resource };
      const other = otherPackage(resource.token);
      // A component such as those of awsx is made of resources that are judged themselves.
      if (other !== undefined && other !== "awsx")
        yield { message: `is of the provider ${other}, which no rule is about`, at: resource };
    }
  },
});
