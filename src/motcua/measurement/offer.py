"""The procedures that agencies of some levels offer, for the criteria that count procedures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress

from django.db.models import BooleanField, ExpressionWrapper

from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.catalogue.queries import complete_versions, levels_of_agency
from motcua.measurement.rules.tallies import Tally

_ONLINE = frozenset({"partial", "full"})


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
class Offer:
    """Everything that was, is or will be offered."""

    versions: tuple[Offered, ...]

    def on(self, day: date) -> dict[str, Offered]:
        """What is offered on a day, by procedure code."""
        return {
            version.procedure_code: version
            for version in self.versions
            if version.first <= day and (version.last is None or day <= version.last)
        }


def offer_of(levels: Iterable[str]) -> Offer:
    """The procedures that agencies of these levels settle; four statements."""
    wanted = frozenset(levels)
    return offers_of([wanted])[wanted]


def offers_of(some: Iterable[frozenset[str]]) -> dict[frozenset[str], Offer]:
    """The same for several sets of levels; four statements however many."""
    wanted = list(some)
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
    if not offered:
        return {}

    def those(condition: str) -> frozenset[str]:
        return frozenset(code for code, tally in by_procedure.items() if getattr(tally, condition))

    everything = frozenset(offered)
    online = frozenset(code for code, version in offered.items() if version.online)
    full = frozenset(code for code, version in offered.items() if version.level == "full")
    with_fee = frozenset(code for code, version in offered.items() if version.with_fee) | those("fee_bearing")
    return {
        "I.3": (frozenset(code for code, version in offered.items() if version.complete), everything),
        "III.1": (online, everything),
        "III.2": (online & those("received_online"), online),
        "III.4": (with_fee & those("fee_bearing"), with_fee),
        "III.5": (with_fee & those("paid_online"), with_fee),
        "P.full": (full, online),
        "P.full_used": (full & those("received_online"), full),
        "P.partial_used": ((online - full) & those("received_online"), online - full),
    }
