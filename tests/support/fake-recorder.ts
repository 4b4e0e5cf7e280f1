import type { ObjectHead } from "../../functions/aws/s3/object";
import type { RecorderConfig } from "../../functions/records/config";
import type { ObjectRecord } from "../../functions/records/contract";
import type { LogLine } from "../../functions/records/messages";
import type { RecorderPlatform } from "../../functions/records/platform";
import { recorder } from "../../functions/records/recorder";
import { fakeTable } from "./fake-table";
import { versionId } from "./s3-event";

/** What S3 says of the object of the events, while it is there. */
export const head: ObjectHead = {
  size: 5,
  etag: "b1946ac92492d2347c6235b4d2611184",
  lastModified: "2026-01-15T11:59:59.000Z",
  versionId,
  contentType: "text/plain",
  storageClass: "STANDARD",
  metadata: { "coffer-caller": "alice", "coffer-upload": "upload-1" },
  checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" },
};

/** A recorder without network: the table is in memory, S3 answers with `found`, the clock stands still. */
export const fakeRecorder = (
  found: ObjectHead = head,
  more: Partial<RecorderPlatform> = {},
  layout: RecorderConfig["layout"] = "per-caller",
) => {
  const table = fakeTable();
  const published: ObjectRecord[] = [];
  const lines: LogLine[] = [];
  const asked: (string | undefined)[] = [];
  const handle = recorder(
    { prefix: "uploads/", layout },
    {
      now: () => Date.parse("2026-01-15T12:00:01Z"),
      log: (line) => lines.push(line),
      head: async (_key, version) => {
        asked.push(version);
        return found;
      },
      change: table.change,
      publish: async (record) => {
        published.push(record);
      },
      ...more,
    },
  );
  return { handle, items: table.items, published, lines, asked };
};
