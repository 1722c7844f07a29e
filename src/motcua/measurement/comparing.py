"""Our figures beside the portal's published ones: what differs, by how much, and which dossiers it likely is.

Neither replaces the other. What is likely is a guess by number: docs/algorithms/index-766.md says what the portal counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from motcua.indicators.enums import Provenance
from motcua.indicators.models import IndicatorValue
from motcua.indicators.scoring import Count, CriterionScore
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.measures import Source, measures
from motcua.measurement.models import DossierFact
from motcua.measurement.queries import Figures, Scope
from motcua.measurement.tallying import population


class Likely(StrEnum):
    """Dossiers that two systems often count differently."""

    CARRIED = "carried"
    UNSHARED = "unshared"
    LAST_DAY = "last_day"
    TWICE = "twice"

    @property
    def label(self) -> str:
        """In words, for the explanation."""
        return {
            "carried": "hồ sơ kỳ trước chuyển sang",
            "unshared": "hồ sơ chưa có giấy tờ nào chia sẻ lên kho quốc gia",
            "last_day": "hồ sơ tiếp nhận hoặc xong trong ngày cuối kỳ (có thể đồng bộ sang kỳ sau)",
            "twice": "hồ sơ bị yêu cầu bổ sung từ hai lần",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Compared:
    """A criterion with both sides; `theirs` None where the portal's score was not entered."""

    ours: CriterionScore
    theirs: IndicatorValue | None
    words: tuple[str, ...]
    likely: tuple[tuple[Likely, int, bool], ...]

    @property
    def same(self) -> bool:
        """Whether the points agree."""
        return self.theirs is not None and self.theirs.points == self.ours.points


def published_values(figures: Figures) -> Mapping[str, IndicatorValue]:
    """The portal's scores of an agency's period, by criterion, group or `total`; of several entries the last."""
    rows = IndicatorValue.objects.of(
        agency=figures.agency.code, period=figures.period.code, set_code=figures.set_code
    )
    return {row.criterion: row for row in rows.from_origin(Provenance.PUBLISHED).standing()}


def compare(figures: Figures, scope: Scope) -> list[Compared]:
    """Every criterion, ours beside the portal's; five statements."""
    theirs = published_values(figures)
    sizes = (
        {each: likely_dossiers(each, scope, figures.period, figures.at).count() for each in Likely}
        if theirs
        else {}
    )
    return [_compared(one, theirs.get(code), sizes) for code, one in figures.score.criteria.items()]


def likely_dossiers(kind: Likely, scope: Scope, period: Period, at: datetime) -> QuerySet[DossierFact]:
    """The dossiers of one likely reason, in the period."""
    day = min(period.last, clock.local_day(at))
    facts = population(scope.codes, period, at)
    if kind is Likely.CARRIED:
        return facts.filter(received_on__lt=period.first)
    if kind is Likely.UNSHARED:
        return facts.filter(shared=False)
    if kind is Likely.TWICE:
        return facts.filter(supplements_asked__gt=1)
    return facts.filter(received_on=day) | facts.filter(
        finished_on__gt=day - timedelta(days=1), finished_on__lte=day
    )


def _compared(ours: CriterionScore, theirs: IndicatorValue | None, sizes: Mapping[Likely, int]) -> Compared:
    if theirs is None:
        return Compared(ours, None, (), ())
    count = _count(theirs)
    words = tuple(explain(ours.count, count, ours.criterion.unit))
    gap = _gap(ours.count, count)
    known = measures().get(ours.criterion.measure)
    of_dossiers = known is not None and known.source is Source.DOSSIERS
    likely = (
        tuple((each, many, many == gap) for each, many in sizes.items() if many)
        if gap and of_dossiers
        else ()
    )
    return Compared(ours, theirs, words, tuple(sorted(likely, key=lambda one: not one[2])))


def explain(ours: Count | None, theirs: Count | None, unit: str) -> list[str]:
    """The difference of two counts in words; nothing to say when both are the same."""
    if ours is None:
        return ["Hệ thống chưa có nguồn cho tiêu chí này; chỉ có số của Cổng."]
    if theirs is None:
        return ["Cổng chỉ công bố điểm, không nêu tử số và mẫu số nên chưa so được số đếm."]
    return [
        words
        for name, mine, other in (
            ("Mẫu số", ours.denominator, theirs.denominator),
            ("Tử số", ours.numerator, theirs.numerator),
        )
        if (words := _words(name, other - mine, unit))
    ]


def _words(name: str, more: int, unit: str) -> str:
    if not more:
        return ""
    return f"{name}: Cổng đếm {'nhiều' if more > 0 else 'ít'} hơn {abs(more)} {unit}."


def _gap(ours: Count | None, theirs: Count | None) -> int:
    """How many the two sides differ by: in the denominator, else in the numerator."""
    if ours is None or theirs is None:
        return 0
    return abs(theirs.denominator - ours.denominator) or abs(theirs.numerator - ours.numerator)


def _count(row: IndicatorValue) -> Count | None:
    if row.numerator is None or row.denominator is None:
        return None
    return Count(row.numerator, row.denominator)
