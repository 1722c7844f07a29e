"""How often officers looked at people's data and papers, day by day, and which of these days stand out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from motcua.audit.models import AuditRow
from motcua.dossiers.models import Event, LookUp
from motcua.dossiers.rules.look_ups import DayOfLooks, Terms, unusual
from motcua.kernel import clock
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import through_time
from motcua.storehouse.models import PaperReading

_AT_ONCE = 500
Key = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Watched:
    """One officer's day as the page shows it; `why` is empty for a usual one."""

    day: date
    staff: Staff
    looks: DayOfLooks
    why: tuple[str, ...]


def watched(agencies: Iterable[Agency], *, days: int, on: date | None = None) -> list[Watched]:
    """The days of officers of these agencies, those that stand out first, then the latest.

    A look-up of today that led to no dossier yet still may: only those older than an hour count as such.
    """
    last = on or clock.today()
    since = clock.at_local(last - timedelta(days=days - 1), 0)
    counted = _counted([agency.pk for agency in agencies], since)
    staff = Staff.objects.select_related("agency").in_bulk({who for who, _ in counted})
    terms = through_time("desk.look_ups_unusual")
    totals = {key: each.looks for key, each in counted.items()}
    rows = [
        Watched(
            day,
            staff[who],
            each,
            tuple(unusual(each, _others(totals, who), Terms(**terms(last, staff[who].agency.chain)))),
        )
        for (who, day), each in counted.items()
        if who in staff
    ]
    return sorted(
        rows, key=lambda row: (not row.why, -row.day.toordinal(), -row.looks.looks, row.staff.name_key)
    )


def _others(totals: dict[Key, int], who: int) -> list[int]:
    return [many for (other, _), many in totals.items() if other != who]


def _counted(agencies: list[int], since: datetime) -> dict[Key, DayOfLooks]:
    mine = Q(staff__agency__in=agencies)
    look_ups: Counter[Key] = Counter()
    nothing: Counter[Key] = Counter()
    papers: Counter[Key] = Counter()
    refused: Counter[Key] = Counter()
    ripe = clock.now() - timedelta(hours=1)
    for who, at, filed in _look_ups(mine, since):
        look_ups[who, clock.local_day(at)] += 1
        nothing[who, clock.local_day(at)] += not filed and at < ripe
    for who, at in PaperReading.objects.filter(mine, at__gte=since).values_list("staff_id", "at").iterator():
        papers[who, clock.local_day(at)] += 1
    known = {str(pk) for pk in Staff.objects.filter(agency__in=agencies).values_list("pk", flat=True)}
    rows = AuditRow.objects.filter(action="accounts.look_up_refused", recorded_at__gte=since)
    for key, at in rows.values_list("key", "recorded_at"):
        if key in known:
            refused[int(key), clock.local_day(at)] += 1
    keys = look_ups.keys() | papers.keys() | refused.keys()
    return {key: DayOfLooks(look_ups[key], nothing[key], refused[key], papers[key]) for key in keys}


def _look_ups(mine: Q, since: datetime) -> Iterator[tuple[int, datetime, bool]]:
    """Look-ups with whether a dossier followed: its first act carries the key of the same form."""
    rows = LookUp.objects.filter(mine, at__gte=since).order_by("pk").values_list("staff_id", "at", "act_key")
    batch: list[tuple[int, datetime, str]] = []
    for row in rows.iterator(chunk_size=_AT_ONCE):
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield from _with_filing(batch)
            batch = []
    yield from _with_filing(batch)


def _with_filing(batch: list[tuple[int, datetime, str]]) -> Iterator[tuple[int, datetime, bool]]:
    keys = {key for _, _, key in batch if key}
    used = set(Event.objects.filter(act_key__in=keys).values_list("act_key", flat=True))
    yield from ((who, at, key in used) for who, at, key in batch)


def without_filing(staff: Staff, day: date) -> list[LookUp]:
    """The look-ups of an officer's day that led to no dossier, with the procedure they were for; no person named."""
    start = clock.at_local(day, 0)
    rows = list(
        LookUp.objects.filter(staff=staff, at__gte=start, at__lt=start + timedelta(days=1))
        .select_related("procedure")
        .order_by("at")
    )
    used = set(
        Event.objects.filter(act_key__in=[row.act_key for row in rows if row.act_key]).values_list(
            "act_key", flat=True
        )
    )
    return [row for row in rows if row.act_key not in used]


def by_procedure(rows: Iterable[LookUp]) -> list[tuple[str, int]]:
    """How many for each procedure, most first."""
    many: dict[str, int] = defaultdict(int)
    for row in rows:
        many[row.procedure.name] += 1
    return sorted(many.items(), key=lambda each: (-each[1], each[0]))
