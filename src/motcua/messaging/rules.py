"""When a letter is tried again, and when it is given up. Pure."""

from datetime import datetime, timedelta

ATTEMPTS = 8
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None when it is given up.

    The wait doubles from a minute to six hours: eight attempts bridge an evening without a line.
    """
    if attempts >= ATTEMPTS:
        return None
    doubled: int = 2 ** (attempts - 1)
    return now + min(_FIRST * doubled, _LONGEST)
