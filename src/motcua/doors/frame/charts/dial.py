"""The dial: a whole made of groups, each with a maximum."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from motcua.doors.frame.charts.drawing import NOT_MEASURED, Chart, coordinate, name_of
from motcua.doors.frame.figures import decimal_comma

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
    return Dial(title, note, name_of(title), words, tuple(arcs), shown, out_of, band, url)


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
        share=coordinate(100 * share) if measured else "",
        costliest=costliest,
    )


def _path(angle: float, width: float) -> str:
    x1, y1 = _on_circle(angle, _RADIUS)
    x2, y2 = _on_circle(angle + width, _RADIUS)
    return f"M{x1} {y1}A{coordinate(_RADIUS)} {coordinate(_RADIUS)} 0 {int(width > 180)} 1 {x2} {y2}"


def _on_circle(angle: float, radius: float) -> tuple[str, str]:
    turn = math.radians(angle)
    return coordinate(_CENTRE + radius * math.cos(turn)), coordinate(_CENTRE + radius * math.sin(turn))
