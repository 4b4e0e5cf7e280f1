import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  QueryStatus,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { AwsCredentialIdentity } from "@smithy/types";
import { Unexpected } from "./report";

/** A row of a query's answer: its columns by name. */
export type Row = Readonly<Record<string, string>>;

const withinSeconds = 10;

/** Runs one of the stack's saved queries as it is, over the last hour. */
export const runSavedQuery = async (
  name: string,
  settings: { readonly region: string; readonly credentials: AwsCredentialIdentity },
): Promise<Row[]> => {
  const logs = new CloudWatchLogsClient(settings);
  const { queryDefinitions = [] } = await logs.send(
    new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: name }),
  );
  const saved = queryDefinitions.find((definition) => definition.name === name);
  if (saved === undefined) throw new Unexpected(`there is no saved query ${name}`);
  const now = Math.ceil(Date.now() / 1000);
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupName: saved.logGroupNames?.[0],
      queryString: saved.queryString,
      startTime: now - 3600,
      endTime: now,
    }),
  );
  for (const end = Date.now() + withinSeconds * 1000; Date.now() < end; ) {
    const { status, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === QueryStatus.Complete)
      return results.map((columns) => Object.fromEntries(columns.map(({ field = "", value = "" }) => [field, value])));
    if (status !== QueryStatus.Running && status !== QueryStatus.Scheduled)
      throw new Unexpected(`the query ended as ${status}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Unexpected(`the query was not complete within ${withinSeconds} s`);
};
