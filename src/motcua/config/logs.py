"""How a line of the log looks: where something went wrong, never with what.

The text of an exception may hold a person's name: PostgreSQL's repeats the row that it refused, `int()` the word that
is no number. Logs are copied, mailed and shown to helpers, and nobody asks who may read them.
"""

import logging
import os
from collections.abc import Iterator
from traceback import format_tb
from types import TracebackType
from typing import Any

_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_DEEPEST = 10


class WithoutWords(logging.Formatter):
    """A formatter whose tracebacks tell files, lines, code and kinds of exceptions, and keep what they say to themselves."""

    def formatException(self, caught: _Caught) -> str:  # noqa: N802 - the name is logging's
        """The chain of exceptions, the first cause first."""
        return "\n".join(_told(each) for each in reversed(list(_chain(caught[1]))))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEEPEST):
        if fault is None:
            return
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _told(fault: BaseException) -> str:
    kind = type(fault)
    return f"{''.join(format_tb(fault.__traceback__))}{kind.__module__}.{kind.__qualname__}{_code(fault)}"


def _code(fault: BaseException) -> str:
    """What an administrator can look up, and what says nothing of anybody: the system's or the database's number."""
    known: dict[str, Any] = vars(fault) if hasattr(fault, "__dict__") else {}
    if isinstance(fault, OSError) and fault.errno:
        return f" ({os.strerror(fault.errno)})"
    number = getattr(fault, "sqlstate", None) or known.get("sqlite_errorname")
    return f" ({number})" if isinstance(number, str) else ""
