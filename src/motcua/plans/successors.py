"""Who goes on with the tasks of an agency that was merged or split, and of somebody who left."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet

from motcua.kernel import clock
from motcua.organisation.models import Agency, Staff, Succession

_ABOUT_THEN = timedelta(days=60)  # how long before somebody leaves whoever follows them may have come


def heirs(agencies: Collection[Agency]) -> dict[int, list[Agency]]:
    """To whom the work of ended agencies passed at last, by their keys; a statement for each time work passed on."""
    found: dict[int, list[Agency]] = {}
    going = {agency.pk: {agency.pk} for agency in agencies if agency.valid_to is not None}
    while going:
        passed: dict[int, set[int]] = {}
        rows = Succession.objects.filter(predecessor__in=going, successor__isnull=False)
        for row in rows.select_related("successor").order_by("successor__path"):
            assert row.successor is not None  # noqa: S101 - filtered above
            for first in going[row.predecessor_id]:
                if row.successor.valid_to is not None:
                    passed.setdefault(row.successor.pk, set()).add(first)
                elif row.successor not in found.setdefault(first, []):
                    found[first].append(row.successor)
        going = passed
    return found


def carriers(agency: Agency) -> list[Agency]:
    """The agency, and of an ended one those its work passed to."""
    return [agency, *heirs([agency]).get(agency.pk, [])]


def predecessors(code: str) -> list[str]:
    """The codes of the ended agencies whose work an agency (its code) took over, and its own."""
    found, fresh = {code}, {code}
    while fresh:
        rows = Succession.objects.filter(successor__code__in=fresh).values_list(
            "predecessor__code", flat=True
        )
        fresh = set(rows) - found
        found |= fresh
    return sorted(found)


def gone_from(staff: Staff, agency: Agency) -> bool:
    """Whether somebody does not work for an agency any more: left, or works elsewhere now than where its work is done."""
    if staff.last_day is not None and staff.last_day < clock.today():
        return True
    return staff.agency_id != agency.pk and staff.agency_id not in [one.pk for one in carriers(agency)]


def takers(agency: Agency) -> QuerySet[Staff]:
    """Who may be given a task of an agency: whoever works there today, or where its work passed to."""
    here = Q(last_day=None) | Q(last_day__gte=clock.today())
    return Staff.objects.filter(here, agency__in=carriers(agency)).order_by("name_key")


def likely_taker(leaver: Staff, agency: Agency) -> Staff | None:
    """Who seems to have followed somebody who left an agency: the same post, come about then; else the only one with it."""
    same = [one for one in takers(agency).filter(title=leaver.title) if one.pk != leaver.pk]
    if leaver.last_day is not None:
        since = leaver.last_day - _ABOUT_THEN
        came = sorted(
            (one for one in same if one.first_day >= since), key=lambda one: (one.first_day, one.pk)
        )
        if came:
            return came[0]
    return same[0] if len(same) == 1 and leaver.title else None
