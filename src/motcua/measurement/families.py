"""Targets of families with their values: measured, entered with evidence, or marked with what keeps us from knowing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from motcua.dossiers.enums import Outcome
from motcua.dossiers.models import Dossier, DossierFee, IdentityHelp
from motcua.dossiers.reuse import counted
from motcua.indicators import scoring
from motcua.indicators.enums import Provenance
from motcua.indicators.models import IndicatorValue
from motcua.indicators.targets import Family, TargetRow
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Scope, board
from motcua.measurement.rules.tallies import end_of
from motcua.measurement.units import units
from motcua.payments.enums import Method
from motcua.payments.models import Payment
from motcua.regimes.queries import rule

# The whole score of the set in force, in points.
TOTAL = "766.total"
NOT_ASKED_AGAIN = "D.not_asked_again"


@dataclass(frozen=True, slots=True)
class Found:
    """A figure in its unit: a ratio with its two numbers, or a plain number with last year's beside it."""

    value: Fraction | None = None
    count: scoring.Count | None = None
    before: Fraction | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class RowStanding:
    """A row as it stands: `found` when measured, `entered` when somebody vouched for it (measured comes first)."""

    row: TargetRow
    found: Found | None
    entered: IndicatorValue | None
    met: bool | None

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
    entered = _entered([family.code for family in families], scope.agency.code, period)
    return [
        FamilyStanding(
            family,
            tuple(
                _stand(row, found.get(row.measure), entered.get((family.code, row.code)))
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
    found["Y.transactions"] = _ratio(transactions(scope, period, at))
    found[NOT_ASKED_AGAIN] = _ratio(not_asked_again(scope, period, at), opens=True)
    for code, (having, missing) in units(scope, period, at).items():
        found[code] = _ratio(scoring.Count(len(having), len(having) + len(missing)), opens=True)
    found |= _registrations(scope, period, at)
    found["time"] = _time(scope, period, at)
    found["identity_help"] = _identity_help(scope, period, at)
    return found


def _stand(row: TargetRow, found: Found | None, entered: IndicatorValue | None) -> RowStanding:
    value = found.value if found else None
    if found is None and entered is not None and entered.points is not None:
        value = Fraction(entered.points)
    return RowStanding(row, found, entered, row.met_by(value, found.before if found else None))


def _ratio(count: scoring.Count, *, opens: bool = False) -> Found:
    """In percent; a denominator of nothing is no value and meets nothing."""
    if not count.denominator:
        return Found(None, count, opens=opens)
    return Found(Fraction(100 * count.numerator, count.denominator), count, opens=opens)


def transactions(scope: Scope, period: Period, at: datetime) -> scoring.Count:
    """Payments that came in within the period for dossiers of the scope; one statement."""
    first, last = clock.at_local(period.first), min(end_of(period.last), at)
    orders = DossierFee.objects.filter(dossier__agency__code__in=scope.codes).values("order_id")
    found = Payment.objects.filter(paid_at__gte=first, paid_at__lte=last, order_id__in=orders).aggregate(
        many=Count("pk"), online=Count("pk", filter=Q(method=Method.ONLINE.value))
    )
    return scoring.Count(found["online"], found["many"])


def not_asked_again(scope: Scope, period: Period, at: datetime) -> scoring.Count:
    """Dossiers received in the period for which something was held, and of these those that were spared (REQ D12)."""
    return scoring.Count(*counted(scope.codes, period.first, _day(period, at)))


def _registrations(scope: Scope, period: Period, at: datetime) -> dict[str, Found]:
    """Registrations granted in the period and in the same days of the year before (REQ I4).

    A running period is compared with last year up to the same day.
    """
    codes = rule("registrations.procedures", on=_day(period, at), scopes=scope.agency.chain)
    first, last = period.first, _day(period, at)
    return {
        f"registrations.{kind}": Found(
            Fraction(_granted(scope, procedures, first, last)),
            before=Fraction(_granted(scope, procedures, _year_before(first), _year_before(last))),
        )
        for kind, procedures in codes.items()
        if procedures
    }


def _granted(scope: Scope, procedures: Sequence[str], first: date, last: date) -> int:
    return Dossier.objects.filter(
        agency__code__in=scope.codes,
        procedure__code__in=procedures,
        outcome=Outcome.GRANTED.value,
        finished_at__gte=clock.at_local(first),
        finished_at__lte=end_of(last),
    ).count()


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


def _identity_help(scope: Scope, period: Period, at: datetime) -> Found:
    """How often somebody was helped with the electronic identity account (REQ D14)."""
    many = IdentityHelp.objects.filter(
        agency__code__in=scope.codes, day__range=(period.first, _day(period, at)), undone_at=None
    ).count()
    return Found(Fraction(many))


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
