"""Time of settling by service, officer and step (NĐ 224/2026 Điều 19)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, chosen_view
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind
from motcua.measurement.times import by_officer, by_service, by_step
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@require_GET
@gate(Right.SEE_FIGURES)
def times(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Three tables, the slowest first; as Excel with `?as=xlsx`."""
    view, now = chosen_view(request, officer, otherwise=PeriodKind.QUARTER), clock.now()
    scope = view.scope()
    tables = [
        ("Theo thủ tục", "thu-tuc", by_service(scope, view.period, now)),
        ("Theo cán bộ (các bước đã giữ)", "can-bo", by_officer(scope, view.period, now)),
        ("Theo bước", "buoc", by_step(scope, view.period, now)),
    ]
    if wants_file(request):
        lines = (
            (title, one.name, one.many, round(one.mean_days, 2), round(one.longest_days, 2), one.late)
            for title, _, rows in tables
            for one in rows
        )
        headers = ("Bảng", "Tên", "Đã xong", "Trung bình (ngày)", "Lâu nhất (ngày)", "Quá hạn")
        return as_file(headers, lines, name="thoi-gian-giai-quyet")
    return show(
        request,
        officer,
        "staff/steering/times.html",
        {"view": view, "choice": ChoiceForm(view), "tables": tables},
    )
