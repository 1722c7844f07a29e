"""Figures and days as text, the Vietnamese way."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from motcua.kernel import clock


def decimal_comma(value: int | float | Decimal, places: int = 0) -> str:
    """`1.234,50`: dots between thousands, a comma before the decimals, rounded half up.

    >>> decimal_comma(Decimal("74.605"), 2), decimal_comma(1234567)
    ('74,61', '1.234.567')
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,.{places}f}".translate(str.maketrans(",.", ".,"))


def local_day_text(value: date | datetime) -> str:
    """dd/mm/yyyy; an aware moment is shown as its day in Việt Nam."""
    day = clock.local_day(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


def local_moment_text(value: datetime) -> str:
    """HH:mm dd/mm/yyyy by the wall clock in Việt Nam."""
    return f"{clock.local(value):%H:%M %d/%m/%Y}"
