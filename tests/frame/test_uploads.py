"""A file that is too large reaches neither memory nor disk, and says so where it would be kept."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from motcua.doors.frame.uploads import TooLarge
from motcua.kernel.refusals import Refused

MEGABYTE = 1024 * 1024
BOUNDARY = "ranh-gioi"


@pytest.fixture(autouse=True)
def _a_small_limit(settings: Any) -> None:
    settings.BLOB_MAX_BYTES = MEGABYTE


class Endless:
    """A body of so many megabytes that is made while it is read."""

    def __init__(self, megabytes: int) -> None:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file_1"; filename="to.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        tail = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="name"\r\n\r\nMẫu\r\n--{BOUNDARY}--\r\n'
        self._pieces: Iterator[bytes] = iter([head.encode(), *[b"\0" * MEGABYTE] * megabytes, tail.encode()])
        self._left = b""
        self.length = len(head.encode()) + megabytes * MEGABYTE + len(tail.encode())

    readline = None  # nobody reads it by lines

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < max(size, 1) and (piece := next(self._pieces, b"")):
            self._left += piece
        given, self._left = self._left[:size], self._left[size:]
        return given


def test_of_a_very_large_file_nothing_is_kept_and_the_rest_of_the_form_is_read():
    body = Endless(200)
    environment = {
        "CONTENT_LENGTH": str(body.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "wsgi.input": body,
    }
    request = RequestFactory().post("/", **environment)  # type: ignore[arg-type]
    tracemalloc.start()
    file: Any = request.FILES["file_1"]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(file, TooLarge)
    assert file.size == 200 * MEGABYTE
    assert request.POST["name"] == "Mẫu"
    assert most < 20 * MEGABYTE
    with pytest.raises(Refused, match="lớn hơn 1 MB"):
        file.read(100)


def test_files_of_one_request_are_counted_together():
    files = {f"file_{n}": SimpleUploadedFile(f"{n}.pdf", b"x" * (MEGABYTE - 1)) for n in range(4)}
    request = RequestFactory().post("/", files)
    kinds = [isinstance(request.FILES[name], TooLarge) for name in sorted(files)]
    assert kinds == [False, False, True, True]
    assert len(request.FILES["file_0"].read()) == MEGABYTE - 1
    request.close()
