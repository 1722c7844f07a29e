"""The procedures that agencies of some levels offer, for the criteria that count procedures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import compress

from django.db.models import BooleanField, ExpressionWrapper

from motcua.catalogue.models import Component, FeeRule, Procedure, ProcedureVersion
from motcua.catalogue.queries import complete_versions, levels_of_agency
from motcua.datastore.kept import kept
from motcua.measurement.rules.tallies import Tally

_ONLINE = frozenset({"partial", "full"})
_DAYS_KEPT = 400


@dataclass(frozen=True, slots=True)
class Offered:
    """One version of a procedure that is received at the desk."""

    procedure_code: str
    level: str
    first: date
    last: date | None
    with_fee: bool
    complete: bool

    @property
    def online(self) -> bool:
        """Partly or fully online."""
        return self.level in _ONLINE


@dataclass(frozen=True, slots=True)
class OfDay:
    """The procedures offered on a day, by what criteria ask of them (codes)."""

    everything: frozenset[str]
    complete: frozenset[str]
    online: frozenset[str]
    full: frozenset[str]
    with_fee: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that was, is or will be offered."""

    versions: tuple[Offered, ...]
    _days: dict[date, OfDay] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> OfDay:
        """What is offered on a day; of several versions of a procedure the last counts."""
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = self._of(day)
        return self._days[day]

    def _of(self, day: date) -> OfDay:
        there = {
            version.procedure_code: version
            for version in self.versions
            if version.first <= day and (version.last is None or day <= version.last)
        }

        def those(holds: Callable[[Offered], bool]) -> frozenset[str]:
            return frozenset(code for code, version in there.items() if holds(version))

        return OfDay(
            frozenset(there),
            those(lambda version: version.complete),
            those(lambda version: version.online),
            those(lambda version: version.level == "full"),
            those(lambda version: version.with_fee),
        )


def offer_of(levels: Iterable[str]) -> Offer:
    """The procedures that agencies of these levels settle; kept in memory until the catalogue changes."""
    wanted = frozenset(levels)
    return offers_of([wanted])[wanted]


def offers_of(some: Iterable[frozenset[str]]) -> Mapping[frozenset[str], Offer]:
    """The same for several sets of levels."""
    return _offers(frozenset(some))


@kept(Procedure, ProcedureVersion, FeeRule, Component)
def _offers(wanted: frozenset[frozenset[str]]) -> Mapping[frozenset[str], Offer]:
    levels = sorted({level for each in wanted for level in each})
    settles = {
        f"of_{place}": ExpressionWrapper(levels_of_agency(level), output_field=BooleanField())
        for place, level in enumerate(levels)
    }
    rows = list(
        ProcedureVersion.objects.filter(at_desk=True)
        .annotate(**settles)
        .order_by("procedure__code", "number")
        .values_list("pk", "procedure__code", "online_level", "valid_from", "valid_to", *settles)
    )
    keys = [row[0] for row in rows]
    owed = set(FeeRule.objects.filter(version_id__in=keys, amount__gt=0).values_list("version_id", flat=True))
    complete = complete_versions(keys)
    offered = [
        (Offered(code, online, first, last, key in owed, key in complete), frozenset(compress(levels, by)))
        for key, code, online, first, last, *by in rows
    ]
    return {each: Offer(tuple(one for one, by in offered if by & each)) for each in wanted}


def procedure_sets(
    offer: Offer, day: date, by_procedure: Mapping[str, Tally]
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Criterion -> (procedures in the numerator, procedures in the denominator); empty without a catalogue."""
    offered = offer.on(day)
    if not offered.everything:
        return {}

    def those(condition: str) -> frozenset[str]:
        return frozenset(code for code, tally in by_procedure.items() if getattr(tally, condition))

    return procedure_sets_of(offered, those("received_online"), those("fee_bearing"), those("paid_online"))


def procedure_sets_of(
    offered: OfDay, received_online: frozenset[str], fee_bearing: frozenset[str], paid_online: frozenset[str]
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The same from the procedures that had at least one dossier received online, bearing a fee, paid online."""
    online, full = offered.online, offered.full
    partial, with_fee = online - full, offered.with_fee | fee_bearing
    return {
        "I.3": (offered.complete, offered.everything),
        "III.1": (online, offered.everything),
        "III.2": (online & received_online, online),
        "III.4": (with_fee & fee_bearing, with_fee),
        "III.5": (with_fee & paid_online, with_fee),
        "P.full": (full, online),
        "P.full_used": (full & received_online, full),
        "P.partial_used": (partial & received_online, partial),
    }
