import { admitService, bucketArn, denyPlainHttp, loggingStack, policyText } from "../../support/bucket-fixtures";
import { findingsOf, ruleCalled, set } from "../../support/policies";

const logs = bucketArn("logs");
const deliver = (...resources: readonly string[]) =>
  resources.map((Resource) => ({ ...admitService("logs", "logging.s3.amazonaws.com"), Resource }));
const found = (prefix: string | undefined, statements: readonly object[]) => {
  const policy = policyText(denyPlainHttp("logs"), ...statements);
  const change = set("BucketPolicy logs", "policy", policy);
  return findingsOf(
    ruleCalled("s3-access-log-delivery"),
    change(set("BucketLogging main", "targetPrefix", prefix)(loggingStack())),
  );
};
const refused = ["violation BucketLogging main: writes access logs to logs, whose policy does not let S3 deliver them"];

describe("S3 may write every log below the prefix, not a sample of them", () => {
  test.each<[string, string | undefined, readonly object[]]>([
    ["another prefix", "main/", deliver(`${logs}/other/*`)],
    ["one year", "main/", deliver(`${logs}/main/2026*`)],
    ["one day", "main/", deliver(`${logs}/main/2026-01-15*`)],
    ["names with a dash", "main/", deliver(`${logs}/main/*-*`)],
    ["a longer prefix", "main/", deliver(`${logs}/main/x/*`)],
    ["a prefix, where none is set", undefined, deliver(`${logs}/main/*`)],
    ["any prefix but the top, where none is set", undefined, deliver(`${logs}/*/*`)],
    ["a word that every sample has", "prefix/", deliver(`${logs}/prefix/2026-01-15-00-00-00`)],
    ["two halves that are no whole", "main/", deliver(`${logs}/main/a*`, `${logs}/main/b*`)],
    [
      "all but this prefix",
      "main/",
      deliver().concat({
        ...admitService("logs", "logging.s3.amazonaws.com"),
        Resource: undefined,
        NotResource: `${logs}/ma*`,
      } as never),
    ],
  ])("not: %s", (_, prefix, statements) => expect(found(prefix, statements)).toEqual(refused));

  test.each<[string, string | undefined, readonly object[]]>([
    ["the prefix", "main/", deliver(`${logs}/main/*`)],
    ["the prefix without its slash", "main/", deliver(`${logs}/main*`)],
    ["the whole bucket", undefined, deliver(`${logs}/*`)],
    ["two prefixes, of which one is this", "main/", deliver(`${logs}/other/*`, `${logs}/main/*`)],
    ["another partition's name", "main/", deliver(`${logs.replace("arn:aws:", "arn:aws-cn:")}/*`)],
  ])("whole: %s", (_, prefix, statements) => expect(found(prefix, statements)).toEqual([]));
});
