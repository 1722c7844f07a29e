"""Sổ theo dõi hồ sơ: everything received in a span of days, in the columns of the register (Mẫu số 06)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.due_words import key_of, rows_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import DossierFilter, as_file, ordered, page_of, wants_file
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value

_HEADERS = (
    "STT", "Mã hồ sơ", "Tên thủ tục", "Người nộp", "Cách nộp", "Cơ quan giải quyết", "Nhận hồ sơ",
    "Hẹn trả", "Xử lý xong", "Trả kết quả", "Trạng thái", "Ghi chú",
)  # fmt: skip


@require_GET
@gate(Right.SEE_DOSSIERS)
def register(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The register of this month unless the address says other days."""
    given = request.GET.copy()
    first_of_month = clock.today().replace(day=1)
    if not given.get("first") and not given.get("last"):
        given["first"], given["last"] = f"{first_of_month:%d/%m/%Y}", f"{clock.today():%d/%m/%Y}"
    if not given.get("state"):
        given["state"] = "any"
    form = DossierFilter(given, only=("first", "last", "q", "state", "field"))
    dossiers = form.narrow(dossiers_for(officer, Right.SEE_DOSSIERS).exclude(received_on=None))
    dossiers = _between(dossiers, form.value("first"), form.value("last"))
    dossiers = ordered(request, dossiers, otherwise="received")
    if wants_file(request):
        return as_file(_HEADERS, _lines(dossiers), name="so-theo-doi")
    page = page_of(request, dossiers)
    context = {"form": form, "page": page, "rows": rows_of(page), "months": _months(clock.today())}
    return show(request, officer, "staff/register.html", context)


def _between(dossiers: QuerySet[Dossier], first: date | None, last: date | None) -> QuerySet[Dossier]:
    if first:
        dossiers = dossiers.filter(received_on__gte=first)
    return dossiers.filter(received_on__lte=last) if last else dossiers


def _months(today: date) -> list[tuple[str, date, date]]:
    """Today, this month and the two before, to be chosen with one press."""
    spans = [("Hôm nay", today, today)]
    first, last = today.replace(day=1), today
    for _ in range(3):
        spans.append((f"Tháng {first.month}/{first.year}", first, last))
        last = date.fromordinal(first.toordinal() - 1)
        first = last.replace(day=1)
    return spans


def _lines(dossiers: QuerySet[Dossier]) -> Iterator[tuple[Value, ...]]:
    for number, each in enumerate(dossiers.iterator(chunk_size=500), 1):
        yield (
            number, key_of(each), each.procedure.name, each.applicant_name, each.get_channel_display(),
            each.agency.name, _wall(each, "received_at"), each.due_date, _wall(each, "finished_at"),
            _wall(each, "returned_at"), each.status.label, each.reason,
        )  # fmt: skip


def _wall(dossier: Dossier, column: str) -> Value:
    moment = getattr(dossier, column)
    return clock.local(moment).replace(tzinfo=None) if moment else None
