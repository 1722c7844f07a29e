"""Figures and days as text, the Vietnamese way."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from motcua.kernel import clock


def decimal_comma(value: int | float | Decimal, places: int = 0) -> str:
    """`1.234,50`: dots between thousands, a comma before the decimals, rounded half up.

    >>> decimal_comma(Decimal("74.605"), 2), decimal_comma(1234567)
    ('74,61', '1.234.567')
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,.{places}f}".translate(str.maketrans(",.", ".,"))


def cut(value: Decimal | Fraction, places: int = 2) -> Decimal:
    """A ratio as it is shown: what stands behind its last place is dropped, so that what falls short stays short.

    >>> cut(Decimal("79.999")), cut(Fraction(100 * 52, 56))
    (Decimal('79.99'), Decimal('92.85'))
    """
    return Decimal(int(value * 10**places)).scaleb(-places)


def local_day_text(value: date | datetime) -> str:
    """dd/mm/yyyy; an aware moment is shown as its day in Việt Nam."""
    day = clock.local_day(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


def local_moment_text(value: datetime) -> str:
    """HH:mm dd/mm/yyyy by the wall clock in Việt Nam."""
    return f"{clock.local(value):%H:%M %d/%m/%Y}"
