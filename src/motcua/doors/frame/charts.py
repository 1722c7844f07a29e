"""Charts as values ready to draw: pure functions from figures to positions, classes and words.

`{% chart drawing %}` draws one. Everything is attributes and classes (the content security policy forbids
inline styles); coordinates are strings, so that no locale writes a comma into a path. Each chart says in
words what it shows and carries its figures as a table; None means not measured and is drawn as such.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Final, TypeAlias

from motcua.doors.frame.figures import decimal_comma, local_day_text
from motcua.kernel.text import fold

Figure: TypeAlias = int | float | Decimal

NOT_MEASURED: Final = "chưa đo được"
# Where the tint of a heat cell changes, as shares of the maximum: for the eye only, no legal band.
HEAT_STEPS: Final = (Decimal("0.5"), Decimal("0.7"), Decimal("0.8"), Decimal("0.9"))
MARKS_IN_A_MONTH: Final = 24


@dataclass(frozen=True, slots=True)
class Chart:
    """What all charts have: a title, a remark, a name for ids, a sentence that tells the picture."""

    template: ClassVar[str] = ""
    title: str
    note: str
    name: str
    words: str


# --- The dial: a whole made of groups, each with a maximum ---

_CENTRE: Final = 100.0
_RADIUS: Final = 76.0
_LABEL_RADIUS: Final = 97.0
_FIRST_ANGLE: Final = 120.0
_SWEEP: Final = 300.0
_GAP: Final = 4.0


@dataclass(frozen=True, slots=True)
class DialGroup:
    """A group of the whole: `points` reached out of `most`; None when nothing of it was measured."""

    code: str
    name: str
    points: Decimal | None
    most: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class DialArc:
    """A group placed on the dial: its track, the part reached, where its code stands, its figures as text."""

    group: DialGroup
    track: str
    reached: str
    label_x: str
    label_y: str
    points: str
    most: str
    lost: str
    share: str
    costliest: bool


@dataclass(frozen=True, slots=True)
class Dial(Chart):
    """An index as a ring of groups with its total in the middle."""

    template: ClassVar[str] = "frame/charts/dial.html"
    arcs: tuple[DialArc, ...]
    total: str
    out_of: str
    band: str
    url: str


def dial(
    groups: Sequence[DialGroup],
    *,
    title: str,
    total: Decimal | None,
    out_of: str = "trên 100 điểm",
    band: str = "",
    note: str = "",
    url: str = "",
) -> Dial:
    """An index: arcs are as long as the groups' maxima; the group that loses the most points is singled out.

    `out_of` says what the total stands against ("trên 78 điểm đo được" while something is not measured).
    """
    losses = [group.most - group.points for group in groups if group.points is not None]
    worst = max(losses, default=Decimal(0))
    span = (_SWEEP - _GAP * (len(groups) - 1)) / float(sum(group.most for group in groups) or 1)
    arcs, angle = [], _FIRST_ANGLE
    for group in groups:
        width = span * float(group.most)
        lost = None if group.points is None else group.most - group.points
        arcs.append(_arc(group, angle, width, costliest=lost is not None and lost == worst > 0))
        angle += width + _GAP
    shown = NOT_MEASURED if total is None else decimal_comma(total, 2)
    told = "; ".join(f"{arc.group.name} {arc.points} trên {arc.most}" for arc in arcs)
    words = f"{title}: {shown} {out_of}{f', xếp loại {band}' if band else ''}. {told}."
    return Dial(title, note, _name(title), words, tuple(arcs), shown, out_of, band, url)


def _arc(group: DialGroup, angle: float, width: float, *, costliest: bool) -> DialArc:
    share = 0.0 if group.points is None or not group.most else float(group.points / group.most)
    x, y = _on_circle(angle + width / 2, _LABEL_RADIUS)
    measured = group.points is not None
    return DialArc(
        group=group,
        track=_path(angle, width),
        reached=_path(angle, width * min(share, 1.0)) if share > 0 else "",
        label_x=x,
        label_y=y,
        points=decimal_comma(group.points, 2) if group.points is not None else NOT_MEASURED,
        most=decimal_comma(group.most),
        lost=decimal_comma(group.most - group.points, 2) if group.points is not None else "",
        share=_n(100 * share) if measured else "",
        costliest=costliest,
    )


def _path(angle: float, width: float) -> str:
    x1, y1 = _on_circle(angle, _RADIUS)
    x2, y2 = _on_circle(angle + width, _RADIUS)
    return f"M{x1} {y1}A{_n(_RADIUS)} {_n(_RADIUS)} 0 {int(width > 180)} 1 {x2} {y2}"


def _on_circle(angle: float, radius: float) -> tuple[str, str]:
    turn = math.radians(angle)
    return _n(_CENTRE + radius * math.cos(turn)), _n(_CENTRE + radius * math.sin(turn))


# --- Bars: one figure a row ---


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

    template: ClassVar[str] = "frame/charts/bars.html"
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
    return Bars(title, note, _name(title), words, drawn, unit)


def _bar_row(bar: Bar, full: float, unit: str, places: int) -> BarRow:
    return BarRow(
        bar=bar,
        text=_with_unit(bar.value, unit, places),
        width=_n(_hundredths(bar.value, full)),
        aim_at=_n(_hundredths(bar.aim, full)) if bar.aim is not None else "",
        aim_text=_aim_text(bar.aim, unit, places),
        short=bar.value is not None and bar.aim is not None and float(bar.value) < float(bar.aim),
    )


# --- A trend: one figure at equal distances of time ---

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

    template: ClassVar[str] = "frame/charts/trend.html"
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
            _with_unit(point.value, unit, places),
            _n(step * (place + 0.5)),
            "" if point.value is None else _height(float(point.value), low, top),
        )
        for place, point in enumerate(points)
    )
    told = "; ".join(f"{mark.point.full_label or mark.point.label} {mark.text}" for mark in marks)
    return Trend(
        title,
        note,
        _name(title),
        f"{title}: {told}.",
        marks,
        _line(marks),
        (_axis(top), _axis((top + low) / 2), _axis(low)),
        "" if aim is None else _height(float(aim), low, top),
        _aim_text(aim, unit, places),
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
    return _n(_TREND_HEIGHT * (1 - min(max(share, 0.0), 1.0)))


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50… halves included, so that the axis has round figures."""
    if value <= 0:
        return 1.0
    unit: float = 10.0 ** math.floor(math.log10(value))
    return next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if value <= unit * step)


def _axis(value: float) -> str:
    return decimal_comma(value, 0 if float(value).is_integer() else 1)


# --- Heat: agencies by group ---


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure against its maximum (`share` 0…1) and how it is written; None: not measured."""

    share: Decimal | None
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One agency; as many cells as the table has columns."""

    label: str
    cells: tuple[HeatCell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heat(Chart):
    """A table whose cells are tinted by level; the figures stand in the cells."""

    template: ClassVar[str] = "frame/charts/heat.html"
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[HeatRow, tuple[tuple[HeatCell, str], ...]], ...]
    key: tuple[tuple[str, str], ...]


def heat(
    rows: Iterable[HeatRow],
    columns: Sequence[tuple[str, str]],
    *,
    title: str,
    steps: Sequence[Decimal] = HEAT_STEPS,
    note: str = "",
) -> Heat:
    """Agencies by group. `columns` are (short code, full name); `steps` are at most five shares, rising."""
    given = list(rows)
    placed = tuple((row, tuple((cell, _tint(cell, steps)) for cell in row.cells)) for row in given)
    weakest = min(
        (
            (cell.share, row.label, columns[place][1])
            for row in given
            for place, cell in enumerate(row.cells)
            if cell.share is not None
        ),
        default=None,
    )
    told = f" Thấp nhất: {weakest[1]}, {weakest[2]}, {_percent(weakest[0])}." if weakest else ""
    return Heat(title, note, _name(title), f"{title}.{told}", tuple(columns), placed, _heat_key(steps))


def _tint(cell: HeatCell, steps: Sequence[Decimal]) -> str:
    return "none" if cell.share is None else f"h{sum(cell.share >= step for step in steps)}"


def _heat_key(steps: Sequence[Decimal]) -> tuple[tuple[str, str], ...]:
    between = [f"{_percent(low)} đến dưới {_percent(high)}" for low, high in pairwise(steps)]
    words = [f"dưới {_percent(steps[0])}", *between, f"từ {_percent(steps[-1])}"]
    return (*((f"h{level}", text) for level, text in enumerate(words)), ("none", NOT_MEASURED))


# --- The year line of tasks ---


@dataclass(frozen=True, slots=True)
class YearTask:
    """A task with its due date (None: continuous or not fixed) and how it stands, as tone and word."""

    title: str
    due: date | None
    tone: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month with its tasks in order of due date; `more` counts those beyond what fits."""

    label: str
    full_label: str
    tasks: tuple[YearTask, ...]
    more: int
    here: bool


@dataclass(frozen=True, slots=True)
class YearLine(Chart):
    """Twelve months with a mark for each task."""

    template: ClassVar[str] = "frame/charts/year.html"
    months: tuple[YearMonth, ...]
    undated: tuple[YearTask, ...]
    key: tuple[tuple[str, str, int], ...]
    tasks: tuple[YearTask, ...]


def year_line(tasks: Iterable[YearTask], *, title: str, year: int, today: date, note: str = "") -> YearLine:
    """Tasks by the month they fall due in `year`; those without a date in it stand apart."""
    given = sorted(tasks, key=lambda task: (task.due or date.max, task.title))
    dated = [task for task in given if task.due is not None and task.due.year == year]
    months = tuple(_month(dated, year, month, today) for month in range(1, 13))
    counts = Counter((task.tone, task.state) for task in given)
    key = tuple((tone, state, count) for (tone, state), count in counts.most_common())
    told = ", ".join(f"{count} {state.lower()}" for _tone, state, count in key)
    words = f"{title}: {len(given)} nhiệm vụ{f', gồm {told}' if told else ''}."
    undated = tuple(task for task in given if task not in dated)
    return YearLine(title, note, _name(title), words, months, undated, key, tuple(given))


def _month(dated: Sequence[YearTask], year: int, month: int, today: date) -> YearMonth:
    due = [task for task in dated if task.due is not None and task.due.month == month]
    here = (today.year, today.month) == (year, month)
    shown = tuple(due[:MARKS_IN_A_MONTH])
    return YearMonth(f"T{month}", f"Tháng {month}", shown, len(due) - len(shown), here)


def task_words(task: YearTask) -> str:
    """A mark in words: state, title, due date."""
    due = f", hạn {local_day_text(task.due)}" if task.due else ""
    return f"{task.state}: {task.title}{due}"


# --- Small things ---


def _n(value: float) -> str:
    """A coordinate: at most two decimals, a point, no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hundredths(value: Figure | None, full: float) -> float:
    return 0.0 if value is None or full <= 0 else min(max(100 * float(value) / full, 0.0), 100.0)


def _with_unit(value: Figure | None, unit: str, places: int) -> str:
    if value is None:
        return NOT_MEASURED
    return f"{decimal_comma(value, places)} {unit}".rstrip()


def _aim_text(aim: Figure | None, unit: str, places: int) -> str:
    """An aim is written as it was set: 80 %, not 80,0 %."""
    return "" if aim is None else _with_unit(aim, unit, 0 if aim == int(aim) else places)


def _percent(share: Decimal) -> str:
    return f"{decimal_comma(share * 100)} %"


def _name(title: str) -> str:
    """An id for the page, from the title."""
    return "c-" + re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
