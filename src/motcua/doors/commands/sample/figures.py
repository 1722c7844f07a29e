"""What the sample's control officer did with the figures: weeks published, a target followed with evidence."""

from datetime import date, timedelta
from decimal import Decimal

from motcua.doors.commands.sample.steering import control_officer
from motcua.indicators.actions import GivenValue, record_followed, record_values
from motcua.indicators.enums import Provenance
from motcua.indicators.scoring import Count, score
from motcua.indicators.targets import family
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.measurement.comparing import Likely, likely_dossiers
from motcua.measurement.publishing import publish
from motcua.measurement.queries import figures, scope_of
from motcua.organisation.models import Agency

_WEEKS = 3


def publish_and_follow(commune: Agency, until: date) -> None:
    """The last weeks published on their Mondays, and a value the system cannot know. Facts must be counted before."""
    officer = control_officer(commune)
    if officer is None:
        return
    week = containing(until, PeriodKind.WEEK).previous()
    weeks = [week.previous().previous(), week.previous(), week]
    for each in weeks[-_WEEKS:]:
        with clock.frozen(clock.at_local(each.last + timedelta(days=1), 7, 30)):
            publish(commune, each, actor=officer)
    year = containing(until, PeriodKind.YEAR)
    with clock.frozen(clock.at_local(until, 8)):
        _portal_scores(commune, year, officer)
        record_followed(
            officer,
            family=family("NQ-2024"),
            row="01.5",
            agency=commune.code,
            period=year,
            value=Decimal("96.4"),
            evidence="Số liệu mẫu, do hệ thống đặt ra để dùng thử",
        )


def _portal_scores(commune: Agency, year: Period, officer: Actor) -> None:
    """Scores as if the portal had published them: it left out what was carried over from the year before."""
    found = figures(commune, year, clock.now())
    scope = scope_of(commune)
    carried = likely_dossiers(Likely.CARRIED, scope, year, clock.now()).count()
    ours = found.counts["II.1"]
    theirs = Count(max(0, ours.numerator - carried), max(0, ours.denominator - carried))
    if not carried or not theirs.denominator:
        return
    points = score(found.score.indicator_set, {"II.1": theirs}).criteria["II.1"].points
    record_values(
        officer,
        set_code=found.set_code,
        rules_of=found.score.indicator_set.rules_of,
        agency=commune.code,
        period=year,
        values=[GivenValue("II.1", points, theirs)],
        provenance=Provenance.PUBLISHED,
        evidence="Số liệu mẫu, do hệ thống đặt ra để dùng thử",
    )
