"""Time of settling by service, officer and step (NĐ 224/2026 Điều 19)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from motcua.catalogue.models import Procedure
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.doors.staff.steering.dossier_lists import dossier_page
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind
from motcua.kernel.refusals import NotFound
from motcua.measurement.times import By, Taken, by_officer, by_service, by_step, ended_by
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer


@require_GET
@gate(Right.SEE_FIGURES)
def times(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Three tables, the slowest first; as Excel with `?as=xlsx`."""
    view, now = chosen_view(request, officer, otherwise=PeriodKind.QUARTER), clock.now()
    scope = view.scope()
    tables = [
        ("Theo thủ tục", By.SERVICE, by_service(scope, view.period, now)),
        ("Theo cán bộ (các bước đã giữ)", By.OFFICER, by_officer(scope, view.period, now)),
        ("Theo bước", By.STEP, by_step(scope, view.period, now)),
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
        {
            "view": view,
            "choice": ChoiceForm(view),
            "tables": [(title, by, _opened(view, by, rows)) for title, by, rows in tables],
        },
    )


def _opened(view: View, by: By, rows: list[Taken]) -> list[tuple[Taken, str]]:
    return [(one, view.url("times-dossiers", by=by.value, key=one.key)) for one in rows]


@require_GET
@gate(Right.SEE_FIGURES)
def dossiers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The dossiers behind one number of the three tables."""
    view, now = chosen_view(request, officer, otherwise=PeriodKind.QUARTER), clock.now()
    if not request.GET.get("by"):  # nothing chosen: back to where it is
        return redirect(view.url("times"))
    if request.GET["by"] not in set(By):
        raise NotFound
    by, key, late_only = By(request.GET["by"]), request.GET.get("key", ""), request.GET.get("late") == "1"
    every = ended_by(by, key, view.scope(), view.period, now)
    if not every:
        raise NotFound
    late = ended_by(by, key, view.scope(), view.period, now, late_only=True)
    keys, url = late if late_only else every, view.url("times-dossiers", by=by.value, key=key)
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "whole_heading": f"Đã xong: {_name(by, key)}",
        "tabs": [
            NavItem("Quá hạn", f"{url}&late=1", late_only, len(late)),
            NavItem("Tất cả", url, not late_only, len(every)),
        ],
        "of_period": True,
        "steps": 0 if by is By.SERVICE else len(keys),
        "page": page,
        "rows": dossier_page(officer, list(page)),
        "many": len(set(keys)),
    }
    return show(request, officer, "staff/steering/open_dossiers.html", context)


def _name(by: By, key: str) -> str:
    if by is By.SERVICE:
        return Procedure.objects.filter(code=key).values_list("name", flat=True).first() or key
    if by is By.OFFICER:
        return Staff.objects.filter(pk=int(key)).values_list("name", flat=True).first() or key
    return key
