"""When nothing can be stored the page says what happened and how to go on; a fault of ours stays a fault."""

import errno
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.test import RequestFactory

from motcua.doors.frame.errors import server_error
from motcua.doors.frame.storage_trouble import AWAY, FULL, HELD, trouble_of


class _DiskFull(Exception):  # noqa: N818 - as psycopg calls it
    sqlstate = "53100"


def caused(fault: Exception, cause: Exception) -> Exception:
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (OperationalError("database or disk is full"), FULL),
        (caused(OperationalError("could not extend file"), _DiskFull()), FULL),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OperationalError("database is locked"), HELD),
        (OperationalError("server closed the connection unexpectedly"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (OperationalError("no such column: ten"), None),
        (OSError(errno.EACCES, "Permission denied"), None),
        (DataError("value too long"), None),
        (None, None),
    ],
)
def test_a_fault_is_told_by_what_it_says(fault: Exception | None, trouble: Any) -> None:
    assert trouble_of(fault) is trouble


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_page_says_how_to_go_on(method: str) -> None:
    request = RequestFactory().generic(method, "/can-bo/tiep-nhan/1.001193")
    try:
        raise OperationalError("database or disk is full")
    except OperationalError:
        answer = server_error(request)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert FULL.title in page
    assert "F5" in page
    assert ("không tạo hồ sơ thứ hai" in page) is (method == "POST")


def test_a_fault_of_ours_stays_one() -> None:
    try:
        raise ValueError
    except ValueError:
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
