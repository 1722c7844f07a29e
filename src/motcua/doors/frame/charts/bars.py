"""Bars: one figure a row, with the value wanted."""

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.doors.frame.charts.drawing import (
    Chart,
    Figure,
    aim_text,
    coordinate,
    hundredths,
    name_of,
    with_unit,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `aim` is the value wanted, in the same unit; None where there is none."""

    label: str
    value: Figure | None
    url: str = ""
    aim: Figure | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar placed: `width` and `aim_at` in hundredths of the track."""

    bar: Bar
    text: str
    width: str
    aim_at: str
    aim_text: str
    short: bool


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """Rows with bars: the table is the chart."""

    rows: tuple[BarRow, ...]
    unit: str


def bars(
    rows: Iterable[Bar],
    *,
    title: str,
    unit: str = "",
    most: Figure | None = None,
    places: int = 0,
    note: str = "",
) -> Bars:
    """Horizontal bars. `most` is the figure of a full track (default: the greatest value or aim)."""
    given = list(rows)
    figures = [float(each) for bar in given for each in (bar.value, bar.aim) if each is not None]
    full = float(most) if most is not None else max(figures, default=0.0)
    drawn = tuple(_bar_row(bar, full, unit, places) for bar in given)
    words = f"{title}: " + "; ".join(f"{row.bar.label} {row.text}" for row in drawn) + "."
    return Bars(title, note, name_of(title), words, drawn, unit)


def _bar_row(bar: Bar, full: float, unit: str, places: int) -> BarRow:
    return BarRow(
        bar=bar,
        text=with_unit(bar.value, unit, places),
        width=coordinate(hundredths(bar.value, full)),
        aim_at=coordinate(hundredths(bar.aim, full)) if bar.aim is not None else "",
        aim_text=aim_text(bar.aim, unit, places),
        short=bar.value is not None and bar.aim is not None and float(bar.value) < float(bar.aim),
    )
