"""A trend: one figure at equal distances of time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from motcua.doors.frame.charts.drawing import Chart, Figure, aim_text, coordinate, name_of, with_unit
from motcua.doors.frame.figures import decimal_comma

_TREND_WIDTH: Final = 1200.0
_TREND_HEIGHT: Final = 100.0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A figure of one period; `label` is short enough to stand under a twelfth of the width ("T3")."""

    label: str
    value: Figure | None
    url: str = ""
    full_label: str = ""


@dataclass(frozen=True, slots=True)
class TrendMark:
    """A point placed; x and y empty when not measured."""

    point: TrendPoint
    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Trend(Chart):
    """A line over periods; it breaks where nothing was measured."""

    marks: tuple[TrendMark, ...]
    line: str
    axis: tuple[str, str, str]
    aim_y: str
    aim_text: str


def trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    unit: str = "",
    floor: Figure = 0,
    ceiling: Figure | None = None,
    aim: Figure | None = None,
    places: int = 0,
    note: str = "",
) -> Trend:
    """A line of any number of points (twelve read best). `aim` draws a dashed line at the value wanted."""
    measured = [float(point.value) for point in points if point.value is not None]
    top = float(ceiling) if ceiling is not None else _round_up(max([*measured, float(aim or 0)], default=1.0))
    low = float(floor)
    step = _TREND_WIDTH / max(len(points), 1)
    marks = tuple(
        TrendMark(
            point,
            with_unit(point.value, unit, places),
            coordinate(step * (place + 0.5)),
            "" if point.value is None else _height(float(point.value), low, top),
        )
        for place, point in enumerate(points)
    )
    told = "; ".join(f"{mark.point.full_label or mark.point.label} {mark.text}" for mark in marks)
    return Trend(
        title,
        note,
        name_of(title),
        f"{title}: {told}.",
        marks,
        _line(marks),
        (_axis(top), _axis((top + low) / 2), _axis(low)),
        "" if aim is None else _height(float(aim), low, top),
        aim_text(aim, unit, places),
    )


def _line(marks: Sequence[TrendMark]) -> str:
    path, drawing = "", False
    for mark in marks:
        if mark.y:
            path += f"{'L' if drawing else 'M'}{mark.x} {mark.y}"
        drawing = bool(mark.y)
    return path


def _height(value: float, low: float, top: float) -> str:
    share = (value - low) / ((top - low) or 1)
    return coordinate(_TREND_HEIGHT * (1 - min(max(share, 0.0), 1.0)))


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50… halves included, so that the axis has round figures."""
    if value <= 0:
        return 1.0
    unit: float = 10.0 ** math.floor(math.log10(value))
    return next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if value <= unit * step)


def _axis(value: float) -> str:
    return decimal_comma(value, 0 if float(value).is_integer() else 1)
