"""Where papers lie: a folder, or S3 when a bucket is named in the environment."""

import os
from typing import Any


def kept_in_s3() -> dict[str, Any] | None:
    """The storage of django-storages for `MOTCUA_S3_BUCKET`; None without one.

    Keys of access are read by boto3 itself (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, or a role of the machine).
    """
    bucket = os.environ.get("MOTCUA_S3_BUCKET")
    return s3_storage(bucket) if bucket else None


def s3_storage(bucket: str, *, endpoint: str = "", region: str = "", **more: Any) -> dict[str, Any]:
    """Names are hashes, so writing one again writes the same bytes; large papers are read by way of the disk."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or os.environ.get("MOTCUA_S3_ENDPOINT") or None,
            "region_name": region or os.environ.get("MOTCUA_S3_REGION") or "us-east-1",
            "addressing_style": os.environ.get("MOTCUA_S3_ADDRESSING", "path"),
            "signature_version": "s3v4",
            "default_acl": None,
            "querystring_auth": False,
            "file_overwrite": True,
            "max_memory_size": 1024 * 1024,
            **more,
        },
    }
