"""Shares of units (REQ I6): agencies with a desk, each in the numerator or not."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Q

from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import levels_of_agency
from motcua.datastore.kept import kept
from motcua.dossiers.certifying import agencies_that_certified, levels_that_certify
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.measures import OF_UNITS
from motcua.measurement.queries import Scope
from motcua.measurement.rules.tallies import NOTHING, Tally
from motcua.measurement.tallying import tallies
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import Condition, EquipmentKind
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, Equipment
from motcua.plans.control_enums import ChannelKind
from motcua.plans.control_models import OutreachChannel

_READERS = (EquipmentKind.QR_READER.value, EquipmentKind.CHIP_READER.value)
_SOCIAL = (ChannelKind.ZALO.value, ChannelKind.FACEBOOK.value)
_USABLE = (Condition.GOOD.value, Condition.WEAK.value)
Parted = tuple[tuple[str, ...], tuple[str, ...]]


def units(scope: Scope, period: Period, at: datetime) -> dict[str, Parted]:
    """Measure -> (codes of units in the numerator, codes missing); units are those that exist on the last day.

    Of certified copies (`U.certified`) only those of a level that may certify.

    A unit that ended in a merger is no unit any more: its successor is, so that nobody is counted twice.
    """
    day = min(period.last, clock.local_day(at))
    levels = dict(
        Agency.objects.on(day)
        .filter(code__in=scope.codes, has_desk=True)
        .order_by("path")
        .values_list("code", "level")
    )
    codes = list(levels)
    counted = tallies(codes, [period], at) if codes else {}
    sums = {code: _sum(counted.get((code, period.code), {}).values()) for code in codes}
    with_forms = _levels_with_eforms(day)
    beside = {
        "U.readers": _with_readers(codes, day),
        "U.certified": agencies_that_certified(codes, period.first, day),
        "U.social": _with_social_channel(codes, day),
        "U.eforms": {code for code in codes if levels[code] in with_forms},
    }
    certify = levels_that_certify(day)
    found = {}
    for measure, holds in OF_UNITS.items():
        having = beside[measure] if holds is None else {code for code in codes if holds(sums[code])}
        asked = [code for code in codes if measure != "U.certified" or levels[code] in certify]
        found[measure] = (
            tuple(code for code in asked if code in having),
            tuple(code for code in asked if code not in having),
        )
    return found


def _sum(parts: Iterable[Tally]) -> Tally:
    total = NOTHING
    for part in parts:
        total = total.plus(part)
    return total


def _with_readers(codes: list[str], day: date) -> set[str]:
    rows = Equipment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day),
        agency__code__in=codes,
        kind__in=_READERS,
        condition__in=_USABLE,
        quantity__gt=0,
        checked_on__lte=day,
    )
    return set(rows.values_list("agency__code", flat=True))


@kept(EForm, ProcedureVersion)
def _levels_with_eforms(day: date) -> frozenset[str]:
    """Levels whose agencies settle something online for which an electronic form is in use on a day."""
    forms = EForm.objects.on(day).filter(
        Q(version__valid_to=None) | Q(version__valid_to__gte=day),
        version__valid_from__lte=day,
        version__at_desk=True,
        version__online_level__in=["partial", "full"],
    )
    versions = ProcedureVersion.objects.filter(pk__in=forms.order_by().values("version"))
    many = versions.aggregate(
        **{each.value: Count("pk", filter=levels_of_agency(each.value)) for each in Level}
    )
    return frozenset(level for level, found in many.items() if found)


def _with_social_channel(codes: list[str], day: date) -> set[str]:
    """Who keeps a channel on Zalo or Facebook on a day (REQ I6)."""
    rows = OutreachChannel.objects.filter(lasting(day), agency__code__in=codes, kind__in=_SOCIAL)
    return set(rows.values_list("agency__code", flat=True))
