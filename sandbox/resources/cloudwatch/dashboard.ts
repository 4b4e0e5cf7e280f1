import { CloudWatchClient, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/dashboard */
export const handler: Handler = async ({ inputs, accountId, client }) => {
  const name = inputs.text("dashboardName");
  await client(CloudWatchClient).send(
    new PutDashboardCommand({ DashboardName: name, DashboardBody: inputs.text("dashboardBody") }),
  );
  return { id: name, outputs: { dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` } };
};
