"""Targets of families with their values: measured, entered with evidence, or marked with what keeps us from knowing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Avg, DurationField, ExpressionWrapper, F, QuerySet

from motcua.dossiers.enums import Outcome
from motcua.dossiers.models import Dossier
from motcua.dossiers.reuse import counted
from motcua.indicators import scoring
from motcua.indicators.enums import Provenance
from motcua.indicators.models import IndicatorValue
from motcua.indicators.targets import Family, TargetRow
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.behind import Behind
from motcua.measurement.beside import OF_BESIDE, share
from motcua.measurement.nine_behind import Counted
from motcua.measurement.numbers import TOTAL, happening_count
from motcua.measurement.offer import offer_of
from motcua.measurement.payments import transactions
from motcua.measurement.queries import Scope, board
from motcua.measurement.rules.tallies import end_of
from motcua.measurement.units import units
from motcua.proactive.cases import cases
from motcua.proactive.queries import counts
from motcua.regimes.queries import rule

NOT_ASKED_AGAIN = "D.not_asked_again"
PROACTIVE, TIME = "proactive", "time"
_REGISTRATIONS = "registrations."


@dataclass(frozen=True, slots=True)
class Found:
    """A figure in its unit: a ratio with its two numbers, or a plain number with last year's beside it."""

    value: Fraction | None = None
    count: scoring.Count | None = None
    before: Fraction | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class RowStanding:
    """A row as it stands: `found` when measured, `entered` when somebody vouched for it (measured comes first).

    `before`: what was entered for the same period of last year.
    """

    row: TargetRow
    found: Found | None
    entered: IndicatorValue | None
    met: bool | None
    before: Fraction | None = None

    @property
    def verdict(self) -> tuple[str, str]:
        """Words and tone of the status."""
        if self.met is not None:
            return ("Đạt", "done") if self.met else ("Chưa đạt", "late")
        if self.found is None and self.entered is None:
            return ("Chưa đo", "stopped")
        if self.found is not None and self.found.value is None and self.found.count is not None:
            return ("Không phát sinh", "plain")
        return ("Theo dõi", "plain")


@dataclass(frozen=True, slots=True)
class FamilyStanding:
    """A family with its rows as they stand."""

    family: Family
    rows: tuple[RowStanding, ...] = field(default=())


def standings(families: Sequence[Family], scope: Scope, period: Period, at: datetime) -> list[FamilyStanding]:
    """Families with the values of a scope in a period; the number of statements does not grow with rows."""
    found = values(scope, period, at)
    codes = [family.code for family in families]
    entered = _entered(codes, scope.agency.code, period)
    earlier = _entered(codes, scope.agency.code, period.same_last_year())
    return [
        FamilyStanding(
            family,
            tuple(
                _stand(
                    row,
                    found.get(row.measure),
                    entered.get((family.code, row.code)),
                    earlier.get((family.code, row.code)),
                )
                for row in family.rows
            ),
        )
        for family in families
    ]


def values(scope: Scope, period: Period, at: datetime) -> dict[str, Found]:
    """Everything the system can know of a scope in a period, by measure."""
    figures = board([scope], [period], at)[scope.agency.code, period.code]
    found = {code: _ratio(count, opens=True) for code, count in figures.counts.items()}
    if figures.score.complete:
        found[TOTAL] = Found(Fraction(figures.score.total))
    found["Y.transactions"] = _ratio(transactions(scope.codes, period, at))
    found[NOT_ASKED_AGAIN] = _ratio(not_asked_again(scope, period, at), opens=True)
    for code, (having, missing) in units(scope, period, at).items():
        found[code] = _ratio(scoring.Count(len(having), len(having) + len(missing)), opens=True)
    found |= _registrations(scope, period, at)
    found |= _proactive(scope, period, at)
    found[TIME] = _time(scope, period, at)
    found["identity_help"] = Found(happening_count("identity_help", scope, period, at), opens=True)
    return found


def found_of(code: str, scope: Scope, period: Period, at: datetime) -> Found | None:
    """One measure: from the figures, or from a register beside them."""
    if code in OF_BESIDE:
        return _ratio(share(code, scope, period, _day(period, at)), opens=True)
    return values(scope, period, at).get(code)


def counts_of(codes: Collection[str], scope: Scope, period: Period, at: datetime) -> dict[str, scoring.Count]:
    """The two numbers of shares, from the figures or from any register beside them; what is no share is absent."""
    found = dict(board([scope], [period], at)[scope.agency.code, period.code].counts)
    lacking = {code for code in codes if code and code not in found}
    for code in lacking & set(OF_BESIDE):
        found[code] = share(code, scope, period, _day(period, at))
    if lacking - set(OF_BESIDE):
        rest = values(scope, period, at)
        found |= {
            code: one.count
            for code in lacking
            if (one := rest.get(code)) is not None and one.count is not None
        }
    return {code: count for code, count in found.items() if code in codes}


def _stand(
    row: TargetRow, found: Found | None, entered: IndicatorValue | None, earlier: IndicatorValue | None
) -> RowStanding:
    """Against last year the value is measured on both sides, or was entered for both years."""
    if found is not None:
        return RowStanding(row, found, entered, row.met_by(found.value, found.before))
    value, before = _value_of(entered), _value_of(earlier)
    return RowStanding(row, None, entered, row.met_by(value, before), before)


def _value_of(entered: IndicatorValue | None) -> Fraction | None:
    return Fraction(entered.points) if entered is not None and entered.points is not None else None


def _ratio(count: scoring.Count, *, opens: bool = False) -> Found:
    """In percent; a denominator of nothing is no value and meets nothing."""
    if not count.denominator:
        return Found(None, count, opens=opens)
    return Found(Fraction(100 * count.numerator, count.denominator), count, opens=opens)


def not_asked_again(scope: Scope, period: Period, at: datetime) -> scoring.Count:
    """Dossiers received in the period for which something was held, and of these those that were spared (REQ D12)."""
    return scoring.Count(*counted(scope.codes, period.first, _day(period, at)))


def _registrations(scope: Scope, period: Period, at: datetime) -> dict[str, Found]:
    """Registrations granted in the period and in the same days of the year before (REQ I4).

    A running period is compared with last year up to the same day.
    """
    codes = _registered(scope, period, at)
    found = {}
    for kind, procedures in codes.items():
        if procedures:
            now, before = _granted(scope, procedures, period, at)
            found[f"{_REGISTRATIONS}{kind}"] = Found(Fraction(now.count()), before=Fraction(before.count()))
    return found


def _registered(scope: Scope, period: Period, at: datetime) -> Mapping[str, Sequence[str]]:
    """Procedures by kind of registration."""
    found: Mapping[str, Sequence[str]] = rule(
        "registrations.procedures", on=_day(period, at), scopes=scope.agency.chain
    )
    return found


def _granted(
    scope: Scope, procedures: Sequence[str], period: Period, at: datetime
) -> tuple[QuerySet[Dossier], QuerySet[Dossier]]:
    """Those of the period, and those of the same days a year before."""
    first, last = period.first, _day(period, at)
    rows = Dossier.objects.filter(
        agency__code__in=scope.codes, procedure__code__in=procedures, outcome=Outcome.GRANTED.value
    )
    return (
        rows.filter(finished_at__gte=clock.at_local(first), finished_at__lte=end_of(last)),
        rows.filter(
            finished_at__gte=clock.at_local(_year_before(first)), finished_at__lte=end_of(_year_before(last))
        ),
    )


def _year_before(day: date) -> date:
    # 29 February has no day a year before: the 28th.
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )


def _time(scope: Scope, period: Period, at: datetime) -> Found:
    """Mean days from receipt to the end of processing (NĐ 224/2026 Điều 19), waiting for the citizen included."""
    took = ExpressionWrapper(F("finished_at") - F("received_at"), output_field=DurationField())
    mean = Dossier.objects.filter(
        agency__code__in=scope.codes,
        received_at__isnull=False,
        finished_at__gte=clock.at_local(period.first),
        finished_at__lte=min(end_of(period.last), at),
    ).aggregate(mean=Avg(took))["mean"]
    if mean is None:
        return Found()
    return Found(Fraction(round(mean / timedelta(hours=1)), 24))


def _proactive(scope: Scope, period: Period, at: datetime) -> dict[str, Found]:
    """Services that come to people (NĐ 224/2026 Điều 16, 19): of the online ones, and what people took of it.

    Offers are made to people, not by an agency: taken ones are counted for the whole installation, at its top only.
    """
    day = _day(period, at)
    online, coming = _coming(scope, day)
    found = {PROACTIVE: _ratio(scoring.Count(len(online & coming), len(online)))}
    if scope.agency.parent_id is None:
        by_level = counts(period.first, day).values()
        offered, taken = (sum(numbers) for numbers in zip(*by_level, strict=True))
        found["proactive.taken"] = _ratio(scoring.Count(taken, offered))
    return found


def _coming(scope: Scope, day: date) -> tuple[frozenset[str], frozenset[str]]:
    """The online procedures of a day, and all that come to people by some case."""
    coming = frozenset(code for case in cases() if case.holds_on(day) for code in case.procedures)
    return offer_of(scope.levels).on(day).online, coming


def has_sides(code: str) -> bool:
    """Whether a measured row that is no measure by itself opens to `sides_of`."""
    return code == PROACTIVE or code.startswith(_REGISTRATIONS)


def sides_of(code: str, scope: Scope, period: Period, at: datetime) -> list[Counted]:
    """What stands behind a row that is no measure by itself; empty where its figure opens elsewhere or nowhere."""
    if code == PROACTIVE:
        online, coming = _coming(scope, _day(period, at))
        return [
            Counted("missing", "Còn thiếu", Behind.PROCEDURES, tuple(sorted(online - coming))),
            Counted("having", "Đã có", Behind.PROCEDURES, tuple(sorted(online & coming))),
        ]
    kind = code.removeprefix(_REGISTRATIONS)
    procedures = _registered(scope, period, at).get(kind) if kind != code else None
    if not procedures:
        return []
    now, before = (
        tuple(rows.order_by("-finished_at", "-pk").values_list("pk", flat=True))
        for rows in _granted(scope, procedures, period, at)
    )
    return [
        Counted("now", "Kỳ này", Behind.DOSSIERS, now),
        Counted("before", "Cùng kỳ năm trước", Behind.DOSSIERS, before),
    ]


def _day(period: Period, at: datetime) -> date:
    return min(period.last, clock.local_day(at))


def _entered(
    families: Sequence[str], agency: str, period: Period
) -> Mapping[tuple[str, str], IndicatorValue]:
    rows = (
        IndicatorValue.objects.filter(agency_code=agency, period_code=period.code, set_code__in=families)
        .from_origin(Provenance.ENTERED)
        .standing()
    )
    return {(row.set_code, row.criterion): row for row in rows}
