"""Invariants of dossiers: codes without gaps, due dates that can be explained, histories without holes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from motcua.doors.commands.doctor.findings import Finding
from motcua.dossiers.law import LawBook
from motcua.dossiers.ledger import snapshot_of
from motcua.dossiers.models import Dossier, DossierCounter, Event
from motcua.dossiers.rules.clocks import with_clock
from motcua.kernel.refusals import Refused

# Without --deep the due dates of what is still open and of the newest are computed anew.
_NEWEST = 2000
_SHOWN = 5
_LAW_COLUMNS = ("version", "agency", "procedure")


def codes(_: bool) -> Iterator[Finding]:
    """Numbers of one unit and day run from 1 without gaps up to what the counter says."""
    given: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    rows = Dossier.objects.exclude(code=None).values_list("code", "agency__code", "received_on")
    for code, unit, received_on in rows.iterator(chunk_size=5000):
        number = str(code).rpartition("-")[2]
        if number.isdigit():
            given[unit, received_on.isoformat() if received_on else ""].add(int(number))
        else:
            yield Finding(str(code), f"Mã hồ sơ {code} không có số thứ tự.")
    counters = {
        (unit, day): last
        for unit, day, last in DossierCounter.objects.filter(kind="dossier").values_list(
            "unit", "period", "last"
        )
    }
    for unit, day in sorted(given.keys() | counters.keys()):
        numbers, last = given.get((unit, day), set()), counters.get((unit, day), 0)
        if numbers != set(range(1, last + 1)):
            yield Finding(f"{unit} {day}", f"Mã hồ sơ của {unit} ngày {day}: {_gaps(numbers, last)}.")


def _gaps(numbers: set[int], last: int) -> str:
    missing, beyond = sorted(set(range(1, last + 1)) - numbers), sorted(numbers - set(range(1, last + 1)))
    told = []
    if missing:
        told.append(f"thiếu số {_some(missing)}")
    if beyond:
        told.append(f"số {_some(beyond)} không do bộ đếm cấp (bộ đếm: {last})")
    return "; ".join(told)


def due_dates(deep: bool) -> Iterator[Finding]:
    """Due dates computed anew from receipt and clock events equal the stored ones, under the same calendar."""
    timed = Dossier.objects.exclude(received_at=None).exclude(limit_value=None).exclude(due_date=None)
    some: Iterable[Dossier] = timed.select_related(*_LAW_COLUMNS).order_by("pk").iterator(chunk_size=1000)
    if not deep:
        newest = list(timed.order_by("-pk").values_list("pk", flat=True)[:_NEWEST])
        some = timed.filter(Q(pk__in=newest)).select_related(*_LAW_COLUMNS)
    book = LawBook()
    for dossier in some:
        yield from _due_date_of(dossier, book)


def _due_date_of(dossier: Dossier, book: LawBook) -> Iterator[Finding]:
    assert dossier.received_on is not None  # noqa: S101 - filtered
    stored = snapshot_of(dossier)
    try:
        anew = with_clock(stored, book.law(dossier.version, dossier.agency, dossier.received_on))
    except Refused as refused:
        yield Finding(str(dossier), f"Hồ sơ {dossier}: không tính lại được hạn ({refused.message})")
        return
    if anew.calendar_version == stored.calendar_version and (anew.due_date, anew.due_at) != (
        stored.due_date,
        stored.due_at,
    ):
        yield Finding(
            str(dossier),
            f"Hồ sơ {dossier}: hạn ghi {stored.due_date:%d/%m/%Y}, tính lại được {anew.due_date:%d/%m/%Y}.",
        )


def histories(_: bool) -> Iterator[Finding]:
    """Event numbers run from 1 to the dossier's revision."""
    uneven = (
        Event.objects.order_by()
        .values("dossier_id", "dossier__tracking", "dossier__code", "dossier__revision")
        .annotate(many=Count("pk"), first=Min("number"), last=Max("number"))
        .exclude(first=1, many=F("last"), last=F("dossier__revision"))
    )
    for row in uneven.iterator(chunk_size=2000):
        name = row["dossier__code"] or row["dossier__tracking"]
        yield Finding(
            name,
            f"Hồ sơ {name}: lịch sử có {row['many']} sự kiện, số {row['first']} đến {row['last']}, "
            f"hồ sơ ở lần sửa {row['dossier__revision']}.",
        )
    without = Dossier.objects.filter(~Exists(Event.objects.filter(dossier=OuterRef("pk"))))
    for dossier in without.iterator(chunk_size=2000):
        yield Finding(str(dossier), f"Hồ sơ {dossier}: không có sự kiện nào trong lịch sử.")


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return shown if len(numbers) <= _SHOWN else f"{shown}… ({len(numbers)} số)"
