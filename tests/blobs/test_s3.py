"""Papers in S3: moto's server over real HTTP, and any other that MOTCUA_TEST_S3 names (docs/howto/storage.md)."""

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from motcua.blobs import integrity, store
from motcua.blobs.models import Blob
from motcua.config.storage import s3_storage
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def endpoints() -> list[str]:
    other = os.environ.get("MOTCUA_TEST_S3")
    return ["moto", *([other] if other else [])]


@pytest.fixture(params=endpoints())
def bucket(request: pytest.FixtureRequest, moto: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    import boto3

    endpoint = moto if request.param == "moto" else request.param
    given = {"aws_access_key_id": os.environ.get("MOTCUA_TEST_S3_KEY", "S3RVER"),
             "aws_secret_access_key": os.environ.get("MOTCUA_TEST_S3_SECRET", "S3RVER")}  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name.upper(), value)
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **given)
    name = f"motcua-{secrets.token_hex(4)}"
    client.create_bucket(Bucket=name)
    settings.STORAGES = {**settings.STORAGES, "default": s3_storage(name, endpoint=endpoint)}
    return client, name


@pytest.mark.parametrize("encrypt", [False, True])
def test_papers_are_kept_read_verified_and_scanned(bucket: Any, settings: Any, encrypt: bool) -> None:
    client, name = bucket
    settings.BLOB_ENCRYPT = encrypt
    plain = b"%PDF-1.7\n" + os.urandom(3_000_000)
    blob = store.put(plain, declared_name="a.pdf")
    assert store.put(plain, declared_name="b.pdf").pk == blob.pk
    assert client.list_objects_v2(Bucket=name)["KeyCount"] == 1
    assert store.read_blob(blob.pk) == plain
    with store.open_blob(blob.pk) as file:
        file.seek(2_000_000)
        assert file.read(10) == plain[2_000_000:2_000_010]
    assert integrity.scan() == []
    client.put_object(Bucket=name, Key=blob.storage_name, Body=b"other")
    with pytest.raises(Refused, match="đã bị thay đổi"):
        store.open_blob(blob.pk)
    client.delete_object(Bucket=name, Key=blob.storage_name)
    with pytest.raises(Refused, match="bị mất"):
        store.open_blob(blob.pk)
    Blob.objects.update(last_verified_at=blob.created_at)
    assert len(integrity.scan()) == 1
    assert store.put(plain, declared_name="a.pdf").pk == blob.pk  # put again, it is there again
    assert store.read_blob(blob.pk) == plain


def test_orphans_are_found(bucket: Any) -> None:
    client, name = bucket
    client.put_object(Bucket=name, Key="ab/cd/" + "ab" * 32, Body=b"x")
    assert integrity.orphans(older_than_hours=-1) == ["ab/cd/" + "ab" * 32]
