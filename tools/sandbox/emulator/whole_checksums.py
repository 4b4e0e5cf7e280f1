"""Teaches MiniStack 1.5.33 the checksum of a whole multipart object, which it takes for a checksum of checksums.

AWS compares it when the parts are joined and gives it back with the object, where the upload was begun with
x-amz-checksum-type: FULL_OBJECT (Amazon S3 User Guide, "Checking object integrity").
"""

import contextvars
import re

from ministack.services import s3

whole = contextvars.ContextVar("whole", default=None)


def parts_of(upload, body):
    numbers = re.findall(rb"<PartNumber>\s*(\d+)\s*</PartNumber>", body)
    return b"".join(upload["parts"][int(number)]["body"] for number in numbers if int(number) in upload["parts"])


def beginning(create):
    def begin(bucket, key, headers):
        status, answer_headers, body = create(bucket, key, headers)
        if status == 200 and headers.get("x-amz-checksum-type") == "FULL_OBJECT":
            upload_id = re.search(rb"<UploadId>([^<]+)</UploadId>", body).group(1).decode()
            upload = s3._multipart_uploads[upload_id]
            # Its parts need no checksum of their own.
            upload["whole_checksum"], upload["checksum_algorithm"] = upload["checksum_algorithm"], None
            answer_headers = {**answer_headers, "x-amz-checksum-type": "FULL_OBJECT"}
        return status, answer_headers, body

    return begin


def joining(complete_upload):
    def join(bucket, key, body, query, headers):
        upload = s3._multipart_uploads.get(s3._qp(query, "uploadId"))
        algorithm = upload and upload.get("whole_checksum")
        if not algorithm:
            return complete_upload(bucket, key, body, query, headers)
        upload["checksum_algorithm"] = algorithm
        token = whole.set(s3._compute_s3_checksum(algorithm, parts_of(upload, body)))
        try:
            answer = complete_upload(bucket, key, body, query, headers)
        finally:
            whole.reset(token)
        if answer[0] == 200:
            s3._buckets[bucket]["objects"][key]["checksum_type"] = "FULL_OBJECT"
            for version in s3._object_versions.get((bucket, key), [])[-1:]:
                version["checksum_type"] = "FULL_OBJECT"
        return answer

    return join


def combining(composite):
    return lambda algorithm, parts: whole.get() or composite(algorithm, parts)


def complete():
    s3._create_multipart_upload = beginning(s3._create_multipart_upload)
    s3._complete_multipart_upload = joining(s3._complete_multipart_upload)
    s3._composite_checksum = combining(s3._composite_checksum)
