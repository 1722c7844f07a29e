"""Sổ theo dõi hồ sơ: everything received in a span of days, in the columns of the register (Mẫu số 06)."""

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_GET

from motcua.doors.staff import saved
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.exports import answer_as_file, format_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import Chosen, DossierFilter, SavedList, listing, wall
from motcua.doors.staff.pages import show
from motcua.dossiers.enums import standing
from motcua.dossiers.finding import scope_of
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
    if format_of(request):
        return answer_as_file(request, officer, REGISTER)
    chosen = chosen_register(officer, request.GET)
    found = listing(request, chosen)
    context = {
        "form": chosen.form, "page": found.page, "rows": found.rows, "unsorted": found.unsorted,
        "months": _months(clock.today()),
    }  # fmt: skip
    return show(request, officer, "staff/register.html", context)


def chosen_register(officer: Officer, asked: QueryDict) -> Chosen:
    """What the register shows for an address."""
    given = asked.copy()
    first_of_month = clock.today().replace(day=1)
    if not given.get("first") and not given.get("last"):
        given["first"], given["last"] = f"{first_of_month:%d/%m/%Y}", f"{clock.today():%d/%m/%Y}"
    if not given.get("state"):
        given["state"] = "any"
    form = DossierFilter(given, only=("first", "last", "q", "state", "field"))
    rows = form.narrow(Dossier.objects.exclude(received_on=None))
    if first := form.value("first"):
        rows = rows.filter(received_on__gte=first)
    if last := form.value("last"):
        rows = rows.filter(received_on__lte=last)
    scope = scope_of(officer, Right.SEE_DOSSIERS)
    return Chosen(form, rows, scope, "received_on", "day", form.value("q") or "")


def _months(today: date) -> list[tuple[str, date, date]]:
    """Today, this month and the two before, to be chosen with one press."""
    spans = [("Hôm nay", today, today)]
    first, last = today.replace(day=1), today
    for _ in range(3):
        spans.append((f"Tháng {first.month}/{first.year}", first, last))
        last = date.fromordinal(first.toordinal() - 1)
        first = last.replace(day=1)
    return spans


def _line(number: int, each: Dossier) -> tuple[Value, ...]:
    return (
        number, key_of(each), each.procedure.name, each.applicant_name, each.get_channel_display(),
        each.agency.name, wall(each, "received_at"), each.due_date, wall(each, "finished_at"),
        wall(each, "returned_at"), standing(each.status, each.outcome), each.reason,
    )  # fmt: skip


REGISTER = saved.register(SavedList("so-theo-doi", chosen_register, _HEADERS, _line))
