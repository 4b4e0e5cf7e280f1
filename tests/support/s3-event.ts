/** S3's events as EventBridge delivers them (Amazon S3 User Guide, "EventBridge event message structure"). */
const event = (type: string, object: object, detail: object = {}, time = "2026-01-15T12:00:00Z") => ({
  version: "0",
  id: "17793124-05d4-b198-2fde-7ededc63b103",
  "detail-type": type,
  source: "aws.s3",
  account: "123456789012",
  time,
  region: "eu-central-1",
  resources: ["arn:aws:s3:::acme-dev-eu-central-1-main-123456789012"],
  detail: {
    version: "0",
    bucket: { name: "acme-dev-eu-central-1-main-123456789012" },
    object,
    "request-id": "N4N7GDK58NMKJ12R",
    requester: "123456789012",
    "source-ip-address": "192.0.2.1",
    ...detail,
  },
});

/** A key that no log may hold. */
export const key = "uploads/alice/secret plan ü +&.txt";
export const versionId = "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e";

const object = { key, size: 5, etag: "b1946ac92492d2347c6235b4d2611184", "version-id": versionId };

export const created = (more: object = {}) =>
  event("Object Created", { ...object, sequencer: "617f08299329d189", ...more }, { reason: "PutObject" });

export const deleted = (sequencer = "617f0837b476e463", time = "2026-01-15T12:30:00Z") =>
  event(
    "Object Deleted",
    { key, "version-id": versionId, sequencer },
    { reason: "DeleteObject", "deletion-type": "Permanently Deleted" },
    time,
  );

export const markerVersion = "1QW9g1Z99LUNbvaaYVpW9xDlOLU.qxgF";

export const deleteMarker = () =>
  event(
    "Object Deleted",
    { key, etag: "d41d8cd98f00b204e9800998ecf8427e", "version-id": markerVersion, sequencer: "617f0837b476e463" },
    { reason: "DeleteObject", "deletion-type": "Delete Marker Created" },
    "2026-01-15T12:20:00Z",
  );

export const restoreInitiated = (time = "2026-01-16T08:00:00Z") =>
  event("Object Restore Initiated", object, { "source-storage-class": "GLACIER" }, time);

export const restoreCompleted = (time = "2026-01-16T12:00:00Z", expiry = "2026-01-23T00:00:00Z") =>
  event("Object Restore Completed", object, { "restore-expiry-time": expiry, "source-storage-class": "GLACIER" }, time);

export const restoreExpired = (time = "2026-01-23T00:00:00Z") => event("Object Restore Expired", object, {}, time);

/** A batch of a queue. */
export const batch = (...bodies: (object | string)[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
  })),
});
