"""What all charts share: the value handed to a template, coordinates and figures as text."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from motcua.doors.frame.figures import decimal_comma
from motcua.kernel.text import fold

Figure: TypeAlias = int | float | Decimal

NOT_MEASURED: Final = "chưa đo được"


@dataclass(frozen=True, slots=True)
class Chart:
    """What all charts have: a title, a remark, a name for ids, a sentence that tells the picture."""

    title: str
    note: str
    name: str
    words: str


def coordinate(value: float) -> str:
    """A coordinate: at most two decimals, a point, no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def hundredths(value: Figure | None, full: float) -> float:
    return 0.0 if value is None or full <= 0 else min(max(100 * float(value) / full, 0.0), 100.0)


def with_unit(value: Figure | None, unit: str, places: int) -> str:
    if value is None:
        return NOT_MEASURED
    return f"{decimal_comma(value, places)} {unit}".rstrip()


def aim_text(aim: Figure | None, unit: str, places: int) -> str:
    """An aim is written as it was set: 80 %, not 80,0 %."""
    return "" if aim is None else with_unit(aim, unit, 0 if aim == int(aim) else places)


def percent(share: Decimal) -> str:
    return f"{decimal_comma(share * 100)} %"


def name_of(title: str) -> str:
    """An id for the page, from the title."""
    return "c-" + re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
