import type { Graph } from "../types";
import type { Bucket, ServiceRole, Topic, Trail } from "./access-model";
import { byName, needed, ofType } from "./graph-queries";

/** The trail, where the stack makes one. */
export const trailOf = (
  graph: Graph,
  buckets: readonly Bucket[],
  serviceRoles: readonly ServiceRole[],
): Trail | undefined => {
  const [trail] = ofType(graph, "aws:cloudtrail/trail:Trail");
  if (trail === undefined) return undefined;
  const bucket = buckets.find((one) => one.bucket === trail.inputs.s3BucketName);
  const delivery = serviceRoles.find(({ arn }) => arn === trail.inputs.cloudWatchLogsRoleArn);
  return {
    arn: String(trail.outputs.arn),
    bucket: needed(bucket, "the trail's bucket"),
    keyArn: String(trail.inputs.kmsKeyId),
    delivery: needed(delivery, "the trail's delivery role"),
  };
};

/** The ARN of the log group that the trail writes to, whosever trail it is. */
export const logGroupArnOf = (graph: Graph, region: string, account: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${needed(graph.outputs.trailLogGroup, "the output trailLogGroup")}`;

export const topicsOf = (graph: Graph): Topic[] =>
  ofType(graph, "aws:sns/topic:Topic")
    .sort(byName)
    .map(({ name, inputs, outputs }) => ({
      name,
      arn: String(outputs.arn),
      keyArn: String(inputs.kmsMasterKeyId),
    }));
