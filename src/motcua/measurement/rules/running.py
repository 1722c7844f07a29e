"""What an open dossier adds to running periods, kept as sums that only the clock still decides. Pure.

A running period counts an open dossier the moment somebody looks: was it received in the period, is it late by now?
Everything else is known when the dossier was last counted. So the roll-ups also hold, per agency and procedure, sums of
open dossiers by the day of receipt and the minute from which they are late: the `period` of such a row is no period but
`o20261116-202611240000`. Thousands of open dossiers are some rows; a dossier that ends leaves them.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from motcua.dossiers.enums import Channel, Timeliness
from motcua.dossiers.rules.timeliness import timeliness
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import RollUpKey, Tally, kept_contributions

# Codes of such rows stand between these two: no period's code begins with a small letter.
OPEN, BEHIND = "o", "p"
ALWAYS, NEVER = "000000000000", "999999999999"


def all_kept(fact: Fact) -> dict[RollUpKey, Tally]:
    """All that the roll-ups hold of a fact: its contributions to periods and, while it is open, to the open sums."""
    found = kept_contributions(fact)
    if fact.counted_on is not None and fact.received_on is not None and fact.finished_on is None:
        code = open_code(fact.received_on, late_from(fact))
        found[fact.agency_code, code, fact.procedure_code] = open_sum(fact)
    return found


def open_code(received_on: date, late: str) -> str:
    """The code under which a sum of open dossiers stands."""
    return f"{OPEN}{received_on:%Y%m%d}-{late}"


def late_from(fact: Fact) -> str:
    """The minute by the wall clock from which an open dossier is late; the clock stands while the citizen is waited for.

    Waiting since before it was late, it will not be late however long that takes; since after, it was late before.
    """
    if fact.supplements_asked > 1:
        return ALWAYS
    if fact.due_date is None:
        return NEVER
    waiting = fact.waiting_since
    if waiting and timeliness(waiting, fact.due_date, fact.due_at, fact.limit_unit) is not Timeliness.LATE:
        return NEVER
    if fact.limit_unit == "hour" and fact.due_at is not None:
        return after_minute(fact.due_at)
    return after_day(fact.due_date)


def after_day(due: date) -> str:
    """Late from the first minute of the day after the due date."""
    return f"{due + timedelta(days=1):%Y%m%d}0000"


def after_minute(due: datetime) -> str:
    """Late from the minute after."""
    return minute_of_day(due + timedelta(minutes=1))


def minute_of_day(moment: datetime) -> str:
    """A moment in Việt Nam, to be compared with `late_from`."""
    return f"{clock.local(moment):%Y%m%d%H%M}"


def open_sum(fact: Fact) -> Tally:
    """What of an open dossier does not depend on the moment; `contented` holds until it is late."""
    online = fact.channel == Channel.ONLINE.value
    return Tally(
        handled=1,
        received_online=int(online),
        asked_twice=int(fact.supplements_asked > 1),
        fee_bearing=int(fact.fee_bearing),
        paid_online=int(fact.fee_bearing and fact.paid_online),
        digitised=int(fact.digitised),
        result_electronic=int(fact.result_electronic),
        reused=int(fact.reused),
        shared=int(fact.shared),
        population_data=int(fact.population_data),
        contented=int(not (fact.dissatisfied or fact.petitioned)),
    )


class Running:
    """Running periods seen at a moment; answers what a sum of open dossiers adds to each."""

    def __init__(self, periods: Iterable[Period], at: datetime) -> None:
        self._first = [(period.code, f"{period.first:%Y%m%d}") for period in periods]
        self._day, self._now = f"{clock.local_day(at):%Y%m%d}", minute_of_day(at)

    def seen(self, code: str, many: Tally) -> list[tuple[str, Tally]]:
        """By period: nothing before the day of receipt, else as `contribution` counts one open dossier."""
        received_on, late_since = code[1:9], code[10:]
        if received_on > self._day:
            return []
        late = late_since <= self._now
        here = many._replace(
            received=many.handled,
            within=0 if late else many.handled,
            overdue=many.handled if late else 0,
            contented=0 if late else many.contented,
            late_online=many.received_online if late else 0,
        )
        before = here._replace(received=0, received_online=0)
        return [(period, here if received_on >= first else before) for period, first in self._first]
