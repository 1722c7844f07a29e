"""A log says where something went wrong, and nothing of anybody."""

import logging
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from motcua.config.logs import WithoutWords

_SOMEBODY = "Hoàng Thị Ẩn"


def logged(fault: BaseException) -> str:
    """What the console's handler writes of it."""
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(WithoutWords("{levelname} {message}", style="{"))
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, "Lỗi", None, (type(fault), fault, fault.__traceback__)
    )
    handler.emit(record)
    return heard.getvalue()


def caught(act: object) -> BaseException:
    try:
        act()  # type: ignore[operator]
    except BaseException as fault:
        return fault
    raise AssertionError("nothing went wrong")


def refused_number() -> None:
    try:
        int(_SOMEBODY)
    except ValueError as fault:
        raise KeyError(_SOMEBODY) from fault


def test_a_traceback_names_places_and_kinds_but_not_what_was_said():
    text = logged(caught(refused_number))
    assert _SOMEBODY not in text
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert "test_logs.py" in text
    assert "int(_SOMEBODY)" in text


@pytest.mark.django_db
def test_the_row_that_a_database_refused_stays_untold():
    def twice() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE somebody (name varchar(90) PRIMARY KEY, age int NOT NULL)")
            cursor.execute("INSERT INTO somebody VALUES (%s, 1)", [_SOMEBODY])
            cursor.execute("INSERT INTO somebody VALUES (%s, 1)", [_SOMEBODY])

    fault = caught(twice)
    assert isinstance(fault, IntegrityError)
    text = logged(fault)
    assert _SOMEBODY not in text
    assert "23505" in text or "SQLITE_CONSTRAINT" in text


def test_what_the_system_says_of_a_file_is_told():
    assert "No such file or directory" in logged(caught(Path(f"/khong-co/{_SOMEBODY}").read_bytes))


def test_a_circle_of_causes_ends():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert logged(one).count("builtins.") == 10


def test_the_console_writes_this_way():
    handlers, formatters = settings.LOGGING["handlers"], settings.LOGGING["formatters"]
    for each in handlers.values():
        assert formatters[each["formatter"]]["()"] == f"{WithoutWords.__module__}.{WithoutWords.__name__}"
