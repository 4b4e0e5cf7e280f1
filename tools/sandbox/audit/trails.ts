import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail as TrailDescription,
} from "@aws-sdk/client-cloudtrail";
import type { Clients } from "./clients";
import type { Selectors } from "./event-selectors";

/** A trail that records, as deployed. */
export interface Trail {
  readonly bucket: string;
  readonly bucketRegion: string;
  /** Of the keys in the bucket; empty for none. */
  readonly prefix: string;
  readonly kmsKeyId: string | undefined;
  readonly logGroup: { readonly name: string; readonly region: string } | undefined;
  readonly selectors: Selectors;
}

const describe = async (client: CloudTrailClient, trail: TrailDescription): Promise<Trail[]> => {
  const [status, selectors] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name: trail.TrailARN })),
    client.send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN })),
  ]);
  if (status.IsLogging !== true) return [];
  const [, , , logsRegion = "", , , logGroup] = trail.CloudWatchLogsLogGroupArn?.split(":") ?? [];
  return [
    {
      bucket: trail.S3BucketName ?? "",
      bucketRegion: trail.HomeRegion ?? "",
      prefix: trail.S3KeyPrefix ?? "",
      kmsKeyId: trail.KmsKeyId,
      logGroup: logGroup ? { name: logGroup, region: logsRegion } : undefined,
      selectors: { basic: selectors.EventSelectors, advanced: selectors.AdvancedEventSelectors },
    },
  ];
};

/** Asks the emulator for the trails that record what happens in a region; those of other regions only if they are multi-region. */
export const trailsOf = async (clients: Clients, region: string): Promise<readonly Trail[]> => {
  const client = clients.get(CloudTrailClient, region);
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return (await Promise.all(trailList.map((trail) => describe(client, trail)))).flat();
};
