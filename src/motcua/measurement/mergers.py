"""Dossiers in hand when their agency ended: from that day on they are the successor's.

The dossier's own row keeps the agency that received it; through several mergers it is followed from day to day. A split
has several successors: the dossier is with the one its holder went to, and stays where it was while nobody holds it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.measurement.models import DossierFact
from motcua.measurement.rules.facts import Fact, stays_written
from motcua.organisation.models import Succession

# Of every agency that ended: the days, and the codes of those that its work passed to.
_Heirs = dict[str, dict[date, list[str]]]


def with_successors(facts: Mapping[int, tuple[int, Fact]]) -> dict[int, tuple[int, Fact]]:
    """The facts, each with the agencies that had the dossier one after the other; one statement where none ended.

    A merger of a day to come moves nothing yet, the turn of that day counts what is open anew; what has ended stays
    where it ended also while the clock stands back.
    """
    heirs = _heirs({fact.agency_code for _, fact in facts.values()})
    if not heirs:
        return dict(facts)
    holders = _holders(key for key, (_, fact) in facts.items() if fact.agency_code in heirs)
    return {
        key: (revision, _passed_on(fact, heirs, holders.get(key, "")))
        for key, (revision, fact) in facts.items()
    }


def passed_on_from(agency_code: str) -> list[int]:
    """Ids of the dossiers that an agency had when it ended, or that came from it."""
    moved = DossierFact.objects.filter(moved_on__isnull=False)
    rows = DossierFact.objects.filter(agency_code=agency_code) | moved.filter(came_from=agency_code)
    # Few passed on twice; which of them were here is told by their first stays.
    again = moved.filter(earlier__isnull=False, earlier__contains=agency_code)
    return sorted({*rows.values_list("dossier_id", flat=True), *again.values_list("dossier_id", flat=True)})


def _heirs(codes: Iterable[str]) -> _Heirs:
    """Of every agency that ended, and of those it passed to, the days and the codes of its successors."""
    found: _Heirs = {}
    asked, waiting = set[str](), set(codes)
    while waiting:
        rows = Succession.objects.filter(predecessor__code__in=waiting, successor__isnull=False)
        asked |= waiting
        waiting = set()
        for old, new, day in rows.order_by("day", "successor__path").values_list(
            "predecessor__code", "successor__code", "day"
        ):
            assert new is not None  # noqa: S101 - filtered
            found.setdefault(old, {}).setdefault(day, []).append(new)
            waiting |= {new} - asked
    return found


def _holders(keys: Iterable[int]) -> dict[int, str]:
    rows = Dossier.objects.filter(pk__in=list(keys), holder__isnull=False)
    return {key: code for key, code in rows.values_list("pk", "holder__agency__code") if code}


def _passed_on(fact: Fact, heirs: _Heirs, holder: str) -> Fact:
    steps = list(_steps(fact, heirs, holder))
    if not steps:
        return fact
    moved_on, came_from, code = steps[-1]
    earlier = stays_written([(day, old) for day, old, _ in steps[:-1]])
    return replace(fact, agency_code=code, came_from=came_from, moved_on=moved_on, earlier=earlier)


def _steps(fact: Fact, heirs: _Heirs, holder: str) -> Iterator[tuple[date, str, str]]:
    """Each move of a dossier while it was in hand: the day, from which agency, to which."""
    code, gone = fact.agency_code, set[tuple[str, date]]()
    # What was received on the day of a merger was received by the successor already.
    since = fact.received_on + timedelta(days=1) if fact.received_on else date.min
    until = fact.finished_on or clock.today()
    while True:
        days = (day for day in heirs.get(code, ()) if since <= day <= until and (code, day) not in gone)
        day = min(days, default=None)
        if day is None:
            return
        heir = _heir(heirs, heirs[code][day], holder)
        if not heir:
            return
        yield day, code, heir
        gone.add((code, day))
        code, since = heir, day


def _heir(heirs: _Heirs, successors: list[str], holder: str) -> str:
    """The only successor, or the one that the holder is at, or whose work came there later; empty when none is."""
    if len(successors) == 1:
        return successors[0]
    later = (one for one in successors if holder and holder in _after(heirs, one))
    return holder if holder in successors else next(later, "")


def _after(heirs: _Heirs, code: str) -> set[str]:
    """All agencies that the work of one passed to, however far."""
    found, waiting = set[str](), {code}
    while waiting:
        found |= waiting
        waiting = {new for old in waiting for many in heirs.get(old, {}).values() for new in many} - found
    return found
