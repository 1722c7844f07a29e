"""The register by desk and year (TT 01/2018 Điều 9, 10): entries numbered without gaps, printed in volumes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from motcua.datastore.counters import take_number
from motcua.datastore.rows import insert_blindly
from motcua.datastore.writing import act
from motcua.dossiers.enums import Channel, standing
from motcua.dossiers.models import Dossier
from motcua.dossiers.paper_trail import FormCounter, RegisterEntry
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.reading import form_of, head_of
from motcua.dossiers.slips.values import Register, RegisterLine
from motcua.dossiers.slips.wishes import wish_of
from motcua.kernel import clock
from motcua.kernel.text import fold
from motcua.organisation.models import Agency
from motcua.regimes.queries import rules_on

_KIND = "register"
_BATCH = 500
# The column «Trực tiếp, trực tuyến, bưu chính» of the form, by what the applicant wished.
_RETURNED = {"desk": Channel.COUNTER, "online": Channel.ONLINE, "post": Channel.POST}
_WITH = ("procedure", "receiver", "desk", "agency")


@dataclass(frozen=True, slots=True)
class Book:
    """The register of a desk and year: how many entries, in how many volumes, whether the year is over."""

    desk: Agency
    year: int
    entries: int
    volume_size: int

    @property
    def volumes(self) -> int:
        return max(-(-self.entries // self.volume_size), 1)

    @property
    def closed(self) -> bool:
        return self.year < clock.today().year


def entry_of(dossier: Dossier) -> tuple[int, int]:
    """(volume, number) of a received dossier, inside the caller's act; numbers those that came before it too."""
    entry = RegisterEntry.objects.filter(dossier=dossier).first()
    if entry is None:
        assert dossier.received_on is not None  # noqa: S101 - only what was received has a receipt
        year = dossier.received_on.year
        last = RegisterEntry.objects.filter(desk=dossier.desk, year=year).order_by("-number").first()
        since = last.dossier.received_on if last and last.dossier.received_on else date(year, 1, 1)
        waiting = _without_number(dossier.desk, year).filter(received_on__gte=min(since, dossier.received_on))
        _give_numbers(dossier.desk, year, list(waiting.filter(received_at__lte=dossier.received_at)))
        entry = RegisterEntry.objects.get(dossier=dossier)
    size = max(int(rules_on(date(entry.year, 12, 31), scopes=dossier.desk.chain)("register.volume_size")), 1)
    return (entry.number - 1) // size + 1, entry.number


def number_year(desk: Agency, year: int) -> int:
    """Give every received dossier of a desk and year its entry, in short acts; returns how many were without."""
    numbered = 0
    while True:
        with act():
            waiting = list(_without_number(desk, year)[:_BATCH])
            _give_numbers(desk, year, waiting)
        numbered += len(waiting)
        if len(waiting) < _BATCH:
            return numbered


def book(desk: Agency, year: int) -> Book:
    """The register as it stands; entries that are still to be numbered are not counted."""
    last = (
        RegisterEntry.objects.filter(desk=desk, year=year)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    size = max(int(rules_on(date(year, 12, 31), scopes=desk.chain)("register.volume_size")), 1)
    return Book(desk, year, last.first() or 0, size)


def lines(desk: Agency, year: int, *, first: int = 1, last: int | None = None) -> Iterator[RegisterLine]:
    """The entries of a register in order, a few hundred in memory at a time."""
    rows = RegisterEntry.objects.filter(desk=desk, year=year, number__gte=first)
    if last is not None:
        rows = rows.filter(number__lte=last)
    at = first
    while True:
        upto = at + _BATCH - 1
        batch = list(rows.filter(number__gte=at, number__lte=upto).order_by("number"))
        dossiers = Dossier.objects.select_related(*_WITH).in_bulk([row.dossier_id for row in batch])
        sets = dict(Dossier.objects.filter(pk__in=dossiers).values_list("pk", "version__sets"))
        for row in batch:
            yield _line(row.number, dossiers[row.dossier_id], sets.get(row.dossier_id) or 1)
        at += _BATCH
        if not batch or (last is not None and at > last):
            return


def volume(of: Book, number: int) -> Register:
    """One volume of a register, to be printed."""
    day = min(date(of.year, 12, 31), clock.today())
    rules = rules_on(day, scopes=of.desk.chain)
    form = form_of(FormKind.REGISTER, day, rules)
    first = (number - 1) * of.volume_size + 1
    return Register(
        head=head_of(form, of.desk, clock.at_local(day)),
        year=of.year,
        volume=number,
        volumes=of.volumes,
        lines=tuple(lines(of.desk, of.year, first=first, last=first + of.volume_size - 1)),
        closed=of.closed,
    )


HEADERS = (
    "STT", "Mã hồ sơ", "Nội dung hồ sơ, tên thủ tục", "Số lượng (bộ)", "Họ tên chủ hồ sơ", "Địa chỉ", "Số điện thoại",
    "Ngày nhận hồ sơ", "Ngày hẹn trả", "Ngày nhận kết quả", "Ngày trả cho người nộp", "Cách nhận kết quả",
    "Người nhận hồ sơ", "Địa bàn phát sinh", "Ghi chú",
)  # fmt: skip


def cells(line: RegisterLine) -> tuple[Any, ...]:
    """One line in the columns of the form, dates as dates."""
    return (
        line.number, line.code, line.content, line.sets, line.owner, line.address, line.phone, _wall(line.received_at),
        _wall(line.due_at), _wall(line.finished_at), _wall(line.returned_at), line.returned_how, line.receiver,
        line.place, line.note,
    )  # fmt: skip


def _without_number(desk: Agency, year: int) -> QuerySet[Dossier]:
    span = (date(year, 1, 1), date(year, 12, 31))
    numbered = RegisterEntry.objects.filter(desk=desk, year=year).values("dossier_id")
    received = Dossier.objects.filter(desk=desk, received_on__range=span).exclude(pk__in=numbered)
    return received.order_by("received_at", "pk").only("pk", "received_at")


def _give_numbers(desk: Agency, year: int, waiting: list[Dossier]) -> None:
    if not waiting:
        return
    first = take_number(FormCounter, kind=_KIND, unit=desk.code, period=str(year), many=len(waiting))
    rows = [
        RegisterEntry(dossier=each, desk=desk, year=year, number=number)
        for number, each in enumerate(waiting, start=first)
    ]
    insert_blindly(rows)


def _line(number: int, dossier: Dossier, sets: int) -> RegisterLine:
    assert dossier.received_at is not None  # noqa: S101 - only received dossiers have an entry
    content, wish = dossier.procedure.short_name or dossier.procedure.name, dossier.subject
    # What is asked for is often just what the procedure is called: said once.
    if wish and fold(wish) not in (fold(content), fold(dossier.procedure.name)):
        content = f"{content}: {wish}"
    return RegisterLine(
        number=number,
        code=dossier.code or "",
        content=content,
        sets=sets,
        owner=dossier.applicant_name,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        returned_how=_returned_how(dossier) if dossier.returned_at else "",
        receiver=dossier.receiver.name if dossier.receiver else "",
        place=dossier.desk.short_name or dossier.desk.name,
        note=": ".join(part for part in (standing(dossier.status, dossier.outcome), dossier.reason) if part),
    )


def _returned_how(dossier: Dossier) -> str:
    """The way the result was wanted, as told when it was filed; else over the desk it was handed in at."""
    by_channel = Channel.POST if dossier.channel == Channel.POST.value else Channel.COUNTER
    return _RETURNED.get(wish_of(dossier).by, by_channel).label


def _wall(moment: datetime | None) -> datetime | None:
    return clock.local(moment).replace(tzinfo=None) if moment else None
