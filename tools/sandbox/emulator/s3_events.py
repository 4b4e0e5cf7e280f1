"""Completes the S3 events that MiniStack 1.5.33 sends to EventBridge: as AWS's they say which version they are about,
and those of restores say from where and until when
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html).
"""

import contextvars
import json

from ministack.services import eventbridge, s3

# What the event that is being sent lacks: fields of `detail.object`, and of `detail` itself.
_missing = contextvars.ContextVar("missing", default=({}, {}))


def current_version(bucket_name, key):
    """Restores are always of the current version here."""
    bucket = s3._buckets.get(bucket_name)
    current = bucket["objects"].get(key) if bucket else None
    return (current or {}).get("version_id")


def remembering(fire):
    def fire_completed(bucket_name, key, event_name, *arguments, **options):
        version = options.get("version_id")
        restored = {}
        if event_name.startswith("s3:ObjectRestore:"):
            version = version or current_version(bucket_name, key)
            data = options.get("restore_event_data")
            if data:
                restored = {
                    "restore-expiry-time": data["lifecycleRestorationExpiryTime"],
                    "source-storage-class": data["lifecycleRestoreStorageClass"],
                }
        token = _missing.set(({"version-id": version} if version else {}, restored))
        try:
            return fire(bucket_name, key, event_name, *arguments, **options)
        finally:
            _missing.reset(token)

    return fire_completed


def completing(dispatch):
    def dispatch_completed(event, *arguments, **options):
        if event.get("Source") == "aws.s3":
            of_object, of_detail = _missing.get()
            detail = json.loads(event["Detail"])
            detail.get("object", {}).update(of_object)
            event = {**event, "Detail": json.dumps({**detail, **of_detail})}
        return dispatch(event, *arguments, **options)

    return dispatch_completed


def complete():
    """Changes MiniStack in place."""
    s3._fire_s3_event = remembering(s3._fire_s3_event)
    eventbridge._dispatch_event = completing(eventbridge._dispatch_event)
