import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GetBucketCorsCommand, GetBucketLifecycleConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { useSandbox } from "../support/sandbox";

const sandbox = useSandbox({ directory: join(__dirname, "..", "fixtures", "buckets"), stack: "test" });
let root: S3Client;
let Bucket: string;
beforeAll(async () => {
  const { emulator, deployment } = sandbox.get();
  Bucket = (deployment.outputs as unknown as { lake: string }).lake;
  root = new S3Client({
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: emulator.root,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
});

test("only the named origin may use the bucket from a browser", async () => {
  const { CORSRules } = await root.send(new GetBucketCorsCommand({ Bucket }));
  expect(CORSRules).toMatchObject([{ AllowedOrigins: ["https://files.example.com"], AllowedMethods: ["GET", "PUT"] }]);
});

test("each folder of the lake has moves of its own, and three old versions outlive the others", async () => {
  const { Rules = [] } = await root.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules.map(({ ID, Transitions }) => [ID, Transitions?.map(({ StorageClass }) => StorageClass)])).toEqual([
    ["dataLake-move-raw/", ["STANDARD_IA", "GLACIER"]],
    ["dataLake-move-processed/", ["STANDARD_IA", "GLACIER_IR"]],
    ["dataLake-move-curated/", ["INTELLIGENT_TIERING"]],
    ["dataLake-cleanup", undefined],
  ]);
  expect(Rules[3]?.NoncurrentVersionExpiration).toEqual({ NoncurrentDays: 90, NewerNoncurrentVersions: 3 });
});
