"""How an agency stands: against the period before, the year before, and its sister agencies, with equal places shared.

Agencies measured on different criteria are compared by the share of the points that could be measured there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Generic, TypeVar

from motcua.indicators.scoring import Score, rounded
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Figures, Scope, board, first_day, scope_of
from motcua.organisation.models import Agency

TOTAL = "total"
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Kind]):
    """Something in its place; equal values share the better place and the next one is left out (1-2-2-4)."""

    place: int
    shared: bool
    value: Decimal
    what: Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One group, one criterion or the whole: points now, before, a year before, and the mean of the sisters.

    None: nothing measured there, or nobody to compare with. `of`: the points that can be had now; `whole`: of a group
    measured in part, all its points.
    """

    code: str
    name: str
    of: Decimal
    whole: Decimal | None
    now: Decimal | None
    before: Decimal | None
    year_before: Decimal | None
    sisters: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Against the period before."""
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """An agency compared. `before` and `year_before` are None where the index was not yet in force."""

    lines: tuple[Line, ...]
    before: Period | None
    year_before: Period | None
    sisters: int


def ranked(values: Iterable[tuple[Kind, Decimal]]) -> list[Placed[Kind]]:
    """The highest first; what is equal to the hundredth shares a place, in the order given."""
    rows = sorted(values, key=lambda row: -row[1])
    values_of = [value for _, value in rows]
    return [
        Placed(values_of.index(value) + 1, values_of.count(value) > 1, value, what) for what, value in rows
    ]


def share_of(scored: Score) -> Decimal | None:
    """Points had of the points measured, in percent; None where nothing was measured.

    As every share is shown: what stands behind the hundredths is cut off.
    """
    if not scored.measured_max:
        return None
    return Decimal(floor(10_000 * Fraction(scored.total) / Fraction(scored.measured_max))).scaleb(-2)


def sisters_of(agency: Agency, day: date) -> list[Agency]:
    """Agencies of the same level under the same one, itself left out, that exist on a day; one statement."""
    rows = Agency.objects.on(day).filter(parent=agency.parent_id, level=agency.level)
    return list(rows.exclude(pk=agency.pk).order_by("name_key", "pk")) if agency.parent_id else []


def ranking(agencies: Sequence[Agency], period: Period, at: datetime) -> list[Placed[Agency]]:
    """Agencies by the share of points had; whoever had no dossier in the period has no place."""
    if not agencies:
        return []
    found = board([scope_of(each) for each in agencies], [period], at)
    shares = [
        (each, share)
        for each in agencies
        if (shown := found[each.code, period.code]).tally.handled
        and (share := share_of(shown.score)) is not None
    ]
    return ranked(shares)


def compare(scope: Scope, period: Period, at: datetime, *, sisters: Sequence[Agency]) -> Compared:
    """An agency's points beside those of the period before, the year before and the mean of its sisters.

    Sisters without a dossier in the period are left out of the mean. A period in which it had none itself (it may not
    have existed yet) is nothing to compare with: its index would be made of constants.
    """
    before, year_before = _scored(period.previous()), _scored(period.same_last_year())
    periods = [period, *(each for each in (before, year_before) if each is not None)]
    found = board([scope], list({each.code: each for each in periods}.values()), at)

    def of(each: Period | None) -> Figures | None:
        return found[scope.agency.code, each.code] if each is not None else None

    there = board([scope_of(each) for each in sisters], [period], at) if sisters else {}
    others = [shown.score for shown in there.values() if shown.tally.handled]
    now = found[scope.agency.code, period.code].score
    lines = tuple(
        Line(
            code,
            name,
            most,
            whole,
            get(now),
            _of(get, of(before)),
            _of(get, of(year_before)),
            _mean(get, others),
        )
        for code, name, most, whole, get in _asked(now)
    )
    return Compared(lines, before, year_before, len(others))


_Get = Callable[[Score], Decimal | None]


def _asked(scored: Score) -> list[tuple[str, str, Decimal, Decimal | None, _Get]]:
    """The whole as a share, then each group with its criteria."""
    rows: list[tuple[str, str, Decimal, Decimal | None, _Get]] = [
        (TOTAL, "Điểm đạt trên điểm đo được (%)", Decimal(100), None, share_of)
    ]
    for code, group in scored.groups.items():
        if group.group.parts:
            continue
        most, can = group.group.maximum, group.measured_max
        rows.append((code, group.group.name, can or most, most if 0 < can < most else None, _group(code)))
        rows += [
            (
                one.criterion.code,
                one.criterion.name,
                one.criterion.maximum,
                None,
                _criterion(one.criterion.code),
            )
            for one in scored.criteria.values()
            if one.criterion.group == code
        ]
    return rows


def _group(code: str) -> _Get:
    def points(scored: Score) -> Decimal | None:
        group = scored.groups.get(code)
        return group.points if group is not None and group.measured_max else None

    return points


def _criterion(code: str) -> _Get:
    def points(scored: Score) -> Decimal | None:
        one = scored.criteria.get(code)
        return one.points if one is not None else None

    return points


def _of(get: _Get, shown: Figures | None) -> Decimal | None:
    return get(shown.score) if shown is not None and shown.tally.handled else None


def _mean(get: _Get, scores: Sequence[Score]) -> Decimal | None:
    known = [Fraction(points) for each in scores if (points := get(each)) is not None]
    return rounded(sum(known, Fraction(0)) / len(known)) if known else None


def _scored(period: Period) -> Period | None:
    """A period in which the index was in force, else None."""
    return period if period.last >= first_day() else None


def day_of(period: Period, at: datetime) -> date:
    """The day on which sisters are looked for: the period's last, or today while it runs."""
    return min(period.last, clock.local_day(at))


def place_of(agency: Agency, places: Sequence[Placed[Agency]]) -> Placed[Agency] | None:
    """Where an agency stands among others."""
    return next((one for one in places if one.what.pk == agency.pk), None)
