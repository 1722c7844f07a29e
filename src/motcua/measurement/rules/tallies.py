"""What one dossier adds to one period. Pure; the same function fills roll-ups, rebuilds them and explains them.

Counting rules: `docs/algorithms/counting.md` (QĐ 766/QĐ-TTg and the working papers on its formulas).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from operator import add, sub
from typing import NamedTuple

from motcua.dossiers.enums import Channel, Timeliness
from motcua.dossiers.rules.timeliness import timeliness
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.measurement.rules.facts import Fact

# Where a sum stands: agency, period, procedure (their codes).
RollUpKey = tuple[str, str, str]

# The periods that roll-ups keep; any other range is counted from the facts.
KINDS = (
    PeriodKind.WEEK,
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF_YEAR,
    PeriodKind.YEAR,
    PeriodKind.REPORTING_MONTH,
    PeriodKind.REPORTING_QUARTER,
    PeriodKind.REPORTING_HALF_YEAR,
    PeriodKind.REPORTING_YEAR,
)


class Tally(NamedTuple):
    """Counts of dossiers; each is 0 or 1 for a single one. `handled` were received or worked on in the period."""

    handled: int = 0
    received: int = 0
    received_online: int = 0
    finished: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    within: int = 0
    overdue: int = 0
    asked_twice: int = 0
    fee_bearing: int = 0
    paid_online: int = 0
    digitised: int = 0
    result_electronic: int = 0
    reused: int = 0
    shared: int = 0
    population_data: int = 0
    contented: int = 0
    finished_online: int = 0
    wholly_online: int = 0
    late_online: int = 0

    def plus(self, other: "Tally", sign: int = 1) -> "Tally":
        """The sum, or the difference with `sign` −1."""
        return Tally._make(map(add if sign == 1 else sub, self, other))

    def times(self, many: int) -> "Tally":
        """The same, so many times."""
        return self if many == 1 else Tally._make(many * number for number in self)

    @property
    def empty(self) -> bool:
        return not any(self)

    @property
    def punctual(self) -> int:
        """Numerator of II.1: ended early or on time, or still within its due date."""
        return self.early + self.on_time + self.within


TALLIED: tuple[str, ...] = Tally._fields
NOTHING = Tally()


def total(parts: Iterable[Tally]) -> Tally:
    """The sum of all."""
    together = [*parts]
    return Tally._make(map(sum, zip(*together, strict=True))) if together else NOTHING


def contribution(fact: Fact, period: Period, at: datetime) -> Tally:
    """What a dossier adds to a period seen at a moment.

    A closed period is seen from its own last moment, whatever `at` says, so that it never changes by waiting.
    A dossier belongs to every period from its receipt to the end of its processing; to none that lies ahead.
    """
    moment = min(at, end_of(period.last))
    day = clock.local_day(moment)
    if fact.received_on is None or fact.received_on > day or period.first > day:
        return NOTHING
    if fact.finished_on is not None and fact.finished_on < period.first:
        return NOTHING
    ended = fact.finished_at is not None and fact.finished_at <= moment
    outcome = _against_due_date(fact, moment, ended=ended)
    late = outcome is Timeliness.LATE
    received_here = fact.received_on in period
    online = fact.channel == Channel.ONLINE.value
    return Tally(
        handled=1,
        received=int(received_here),
        received_online=int(received_here and online),
        finished=int(ended),
        early=int(ended and outcome is Timeliness.EARLY),
        on_time=int(ended and outcome is Timeliness.ON_TIME),
        late=int(ended and late),
        within=int(not ended and not late),
        overdue=int(not ended and late),
        asked_twice=int(fact.supplements_asked > 1),
        fee_bearing=int(fact.fee_bearing),
        paid_online=int(fact.fee_bearing and fact.paid_online),
        digitised=int(fact.digitised),
        result_electronic=int(fact.result_electronic),
        reused=int(fact.reused),
        shared=int(fact.shared),
        population_data=int(fact.population_data),
        contented=int(not (late or fact.dissatisfied or fact.petitioned)),
        finished_online=int(online and ended),
        wholly_online=int(online and ended and fact.wholly_electronic),
        late_online=int(online and late),
    )


def _against_due_date(fact: Fact, moment: datetime, *, ended: bool) -> Timeliness:
    # More than one supplement request makes a dossier late, whatever its dates (working paper on II.1).
    if fact.supplements_asked > 1:
        return Timeliness.LATE
    if fact.due_date is None:
        return Timeliness.ON_TIME
    end = fact.finished_at if ended and fact.finished_at else _still_running(fact, moment)
    return timeliness(end, fact.due_date, fact.due_at, fact.limit_unit)


def _still_running(fact: Fact, moment: datetime) -> datetime:
    """Waiting for the citizen counts up to the moment it was asked for."""
    return min(fact.waiting_since, moment) if fact.waiting_since else moment


def periods_of(fact: Fact, through: date, kinds: Collection[PeriodKind] = KINDS) -> Iterator[Period]:
    """Every kept period a dossier belongs to, from its receipt to its end, or through a day while it is open."""
    if fact.received_on is None:
        return
    last = fact.finished_on or through
    for kind in kinds:
        period = period_of(fact.received_on, kind)
        while period.first <= last:
            yield period
            period = period_of(_after(period.last), kind)


# Dossiers of one day lie in the same periods.
period_of = lru_cache(maxsize=20_000)(containing)


def kept_contributions(fact: Fact, kinds: Collection[PeriodKind] = KINDS) -> dict[RollUpKey, Tally]:
    """What the roll-ups hold of a fact: closed periods, and running ones once it has ended.

    An open dossier adds nothing to a running period: readers add it at the moment they look. Each period counts it at
    the agency that had it on the period's last day.
    """
    if fact.counted_on is None:
        return {}
    return {
        (fact.agency_on(period.last), period.code, fact.procedure_code): contribution(
            fact, period, end_of(period.last)
        )
        for period in periods_of(fact, fact.counted_on, kinds)
        if period.last < fact.counted_on or fact.finished_on is not None
    }


def difference(old: Mapping[RollUpKey, Tally], new: Mapping[RollUpKey, Tally]) -> dict[RollUpKey, Tally]:
    """New contributions less old ones, without the places where nothing changes."""
    change = dict(new)
    for key, tally in old.items():
        change[key] = change.get(key, NOTHING).plus(tally, -1)
    return {key: tally for key, tally in change.items() if not tally.empty}


def end_of(day: date) -> datetime:
    """The last moment of a day in Việt Nam."""
    return datetime.combine(day, time.max, tzinfo=clock.LOCAL)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
