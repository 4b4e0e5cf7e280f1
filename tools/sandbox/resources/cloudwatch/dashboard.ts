import { CloudWatchClient, DeleteDashboardsCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/dashboard */
export const handler: Handler = async ({ inputs, accountId, client }) => {
  const name = inputs.text("dashboardName");
  await client(CloudWatchClient).send(
    new PutDashboardCommand({ DashboardName: name, DashboardBody: inputs.text("dashboardBody") }),
  );
  return { id: name, outputs: { dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(CloudWatchClient).send(new DeleteDashboardsCommand({ DashboardNames: [id] }));
};
